import type { Language } from '../parsers/index.ts'
import { type FilePatch, parsePatch } from './parse.ts'
import { unsafePath } from './path.ts'
import { protectionOf } from './rules.ts'

export interface SplitOptions {
  /** Undefined where nobody knows: then the rules of all languages hold. */
  readonly language: Language | undefined
  /** Files of the tests that judge: never changed, whatever the rules say. */
  readonly protectedPaths?: readonly string[]
  /** Configuration that the task itself is about, so that a fix may change it; never tests. */
  readonly editablePaths?: readonly string[]
}

export interface DroppedFile {
  readonly path: string
  readonly reason: string
}

/** What of a model's patch is graded. */
export interface SplitPatch {
  /** The patch with the changes of source files alone; empty where none is left. */
  readonly source: string
  /** Every path the whole patch touches, in order. */
  readonly touched: readonly string[]
  /** Paths that `source` touches. */
  readonly kept: readonly string[]
  readonly dropped: readonly DroppedFile[]
  /** Why nothing can be applied. */
  readonly problem?: string
}

/**
 * Splits a model's patch into its source part and what grading leaves out: tests, runner
 * configuration, dependencies, links, and paths outside of the repository.
 */
export function splitPatch(patch: string, options: SplitOptions): SplitPatch {
  const { files, problem } = parsePatch(patch)
  const touched = pathsOf(files)
  if (problem !== undefined) return { source: '', touched, kept: [], dropped: [], problem }
  const judged = files.map((file) => ({ file, dropped: droppedPart(file, options) }))
  const kept = judged.flatMap(({ file, dropped }) => (dropped ? [] : [file]))
  return {
    source: kept.map(({ text }) => text).join(''),
    touched,
    kept: pathsOf(kept),
    dropped: judged.flatMap(({ dropped }) => (dropped ? [dropped] : [])),
  }
}

function droppedPart(file: FilePatch, options: SplitOptions): DroppedFile | undefined {
  const paths = pathsOf([file])
  const special = [file.oldMode, file.newMode].map(specialMode).find((kind) => kind !== undefined)
  for (const path of paths) {
    const reason = unsafePath(path) ?? special ?? reasonFor(path, file, options)
    if (reason !== undefined) return { path, reason }
  }
  const [path = ''] = paths
  if (file.binary?.length === 0) return { path, reason: 'a binary file without its content' }
  return undefined
}

function specialMode(mode: string | undefined): string | undefined {
  if (mode === undefined || mode.startsWith('100')) return undefined
  if (mode.startsWith('120')) return 'a symbolic link'
  return mode === '160000' ? 'a submodule' : `a file of mode ${mode}`
}

function reasonFor(path: string, file: FilePatch, options: SplitOptions): string | undefined {
  const { language, protectedPaths = [], editablePaths = [] } = options
  if (protectedPaths.some((other) => overlaps(path, other))) return 'test'
  const isNew = path === file.newPath && path !== file.oldPath
  const all = language ? [language] : (['python', 'javascript', 'go', 'rust'] as const)
  const protections = all.flatMap((one) => protectionOf(path, one, isNew) ?? [])
  const isEditable = editablePaths.includes(path)
  return protections.find((protection) => protection === 'test' || !isEditable)
}

/** The same path, or one a folder of the other. */
function overlaps(a: string, b: string): boolean {
  return a === b || a.startsWith(`${b}/`) || b.startsWith(`${a}/`)
}

/** Paths that files of a patch are about, each once, in order. */
export function pathsOf(files: readonly FilePatch[]): readonly string[] {
  const paths = files.flatMap(({ oldPath, newPath }) => [oldPath, newPath])
  return [...new Set(paths.filter((path) => path !== undefined))].sort()
}
