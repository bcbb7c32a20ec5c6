import type { Rng } from '../../../core/index.ts'
import {
  applySite,
  type BugOperator,
  type ParsedSource,
  parseSource,
  type Site,
} from '../bugs/index.ts'
import type { Files } from '../tasks/edits.ts'
import { lineEdit, placeOfEdit } from '../tasks/edits.ts'
import type { Edit } from '../tasks/format.ts'

/** One place of a bug, and who put it there. */
export interface Part {
  readonly operator: string
  readonly file: string
  readonly site: Site
}

/** A repository with a bug of one or more places. */
export interface Mutant {
  readonly kind: string
  readonly parts: readonly Part[]
  /** The changed files, as they are with the bug. */
  readonly texts: Files
  /** What is missing, where all of something is. */
  readonly feature?: Feature
}

/** A function or method as its documents tell of it. */
export interface Feature {
  readonly name: string
  /** Sentences of its doc comment and of the README. */
  readonly docs: readonly string[]
}

/** Every change of one place that gives a file of its own which still parses. */
export function singleMutants(
  sources: readonly ParsedSource[],
  operators: readonly BugOperator[],
): Mutant[] {
  const seen = new Set<string>()
  const mutants: Mutant[] = []
  for (const { name: operator, sites } of operators) {
    for (const source of sources) {
      for (const site of sites(source)) {
        const { file } = source
        const text = applySite(source.text, site)
        if (seen.has(`${file}\n${text}`) || !parses(file, text)) continue
        seen.add(`${file}\n${text}`)
        mutants.push({ kind: operator, parts: [{ operator, file, site }], texts: { [file]: text } })
      }
    }
  }
  return mutants
}

function parses(file: string, text: string): boolean {
  try {
    parseSource(file, text)
    return true
  } catch {
    return false
  }
}

/** Several bugs at once; their places must not overlap. */
export function combine(kind: string, files: Files, mutants: readonly Mutant[]): Mutant {
  const parts = mutants.flatMap((mutant) => mutant.parts).sort(byPlace)
  const texts: Record<string, string> = {}
  for (const { file, site } of [...parts].reverse()) {
    texts[file] = applySite(texts[file] ?? files[file] ?? '', site)
  }
  return { kind, parts, texts }
}

/** One edit a place, the last of a file first: no edit moves the text of the next. */
export function editsOf({ parts }: Mutant, files: Files): Edit[] {
  const texts: Record<string, string> = {}
  return [...parts].reverse().map(({ file, site }) => {
    const before = texts[file] ?? files[file] ?? ''
    const after = applySite(before, site)
    texts[file] = after
    return lineEdit(file, before, after)
  })
}

/** Where the bug is, for telling one from another. */
export function placeOf(mutant: Mutant, files: Files): string {
  return editsOf(mutant, files)
    .map((edit) => placeOfEdit(files, edit))
    .sort()
    .join(' ')
}

/** Shuffled, taking turns over kinds, so that none crowds out another. */
export function inTurns<T extends { readonly kind: string }>(items: readonly T[], rng: Rng): T[] {
  const kinds = [...new Set(items.map(({ kind }) => kind))].sort()
  const queues = kinds.map((kind) => rng.shuffle(items.filter((item) => item.kind === kind)))
  const longest = Math.max(0, ...queues.map((queue) => queue.length))
  return Array.from({ length: longest }, (_, i) => queues.flatMap((q) => q.slice(i, i + 1))).flat()
}

function byPlace(a: Part, b: Part): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1
  return a.site.start - b.site.start
}
