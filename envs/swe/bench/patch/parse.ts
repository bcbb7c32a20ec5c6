import { unquotePath } from './path.ts'

/** One file of a patch. */
export interface FilePatch {
  /** Undefined where the file is new. */
  readonly oldPath: string | undefined
  /** Undefined where the file is deleted. */
  readonly newPath: string | undefined
  readonly change: 'modified' | 'added' | 'deleted' | 'renamed' | 'copied'
  readonly oldMode: string | undefined
  readonly newMode: string | undefined
  readonly hunks: readonly Hunk[]
  /** The blocks of a binary change: forwards and, if there, backwards. Empty where its content is left out. */
  readonly binary: readonly (readonly string[])[] | undefined
  /** The lines of the patch that are about the file, and nothing that stood between. */
  readonly text: string
}

export interface Hunk {
  readonly oldStart: number
  readonly newStart: number
  /** What follows the second `@@`. */
  readonly section: string
  /** With their marks: space, `+`, `-` and `\`. */
  readonly lines: readonly string[]
}

export interface ParsedPatch {
  readonly files: readonly FilePatch[]
  /** Why `git apply` would refuse the patch; what follows the fault is not in `files`. */
  readonly problem?: string
}

/** Reads a unified diff, with git's extended headers or without. Never throws. */
export function parsePatch(patch: string): ParsedPatch {
  const reader: Reader = { lines: patch.replace(/\n$/, '').split('\n'), at: 0 }
  const files: FilePatch[] = []
  try {
    while (reader.at < reader.lines.length) {
      const line = current(reader)
      if (line.startsWith('diff --git ')) files.push(readGitFile(reader))
      else if (isPlainHeader(reader)) files.push(readPlainFile(reader))
      else if (HUNK.test(line)) fail(reader, 'a hunk without a file')
      else reader.at++
    }
  } catch (error) {
    if (error instanceof PatchFault) return { files, problem: error.message }
    throw error
  }
  const isEmpty = files.length === 0 && patch.trim() !== ''
  return isEmpty ? { files, problem: 'it names no file' } : { files }
}

interface Reader {
  readonly lines: readonly string[]
  at: number
}

class PatchFault extends Error {
  override readonly name = 'PatchFault'
}

function fail(reader: Reader, reason: string): never {
  throw new PatchFault(`line ${reader.at + 1}: ${reason}`)
}

const HUNK = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@(.*)$/
const EXTENDED =
  /^(old mode|new mode|deleted file mode|new file mode|copy from|copy to|rename from|rename to|similarity index|dissimilarity index|index) (.*)$/

const current = (reader: Reader) => reader.lines[reader.at] ?? ''

const isPlainHeader = ({ lines, at }: Reader) =>
  (lines[at] ?? '').startsWith('--- ') &&
  (lines[at + 1] ?? '').startsWith('+++ ') &&
  HUNK.test(lines[at + 2] ?? '')

function readGitFile(reader: Reader): FilePatch {
  const start = reader.at
  const common = commonPath(current(reader).slice('diff --git '.length))
  reader.at++
  const headers = new Map<string, string>()
  for (let found = EXTENDED.exec(current(reader)); found; found = EXTENDED.exec(current(reader))) {
    headers.set(found[1] ?? '', found[2] ?? '')
    reader.at++
  }
  const named = readNames(reader)
  const hunks = readHunks(reader)
  if (named && hunks.length === 0) fail(reader, 'a file without hunks')
  const binary = named ? undefined : readBinary(reader)
  const body = { hunks, binary, text: textFrom(reader, start) }
  return { ...fileOf(reader, headers, named, common), ...body }
}

function fileOf(
  reader: Reader,
  headers: ReadonlyMap<string, string>,
  named: Names | undefined,
  common: string | undefined,
): Pick<FilePatch, 'oldPath' | 'newPath' | 'change' | 'oldMode' | 'newMode'> {
  const mode = /\s(\d{6})$/.exec(headers.get('index') ?? '')?.[1]
  const added = headers.get('new file mode')
  const deleted = headers.get('deleted file mode')
  const from = headers.get('rename from') ?? headers.get('copy from')
  const to = headers.get('rename to') ?? headers.get('copy to')
  const expected = {
    old: added === undefined ? (pathOf(reader, from) ?? common) : undefined,
    new: deleted === undefined ? (pathOf(reader, to) ?? common) : undefined,
  }
  const isMoved = from !== undefined || to !== undefined
  const oldPath = named ? named.old : expected.old
  const newPath = named ? named.new : expected.new
  const isNamed = oldPath !== undefined || newPath !== undefined
  const agrees =
    !named ||
    (common === undefined && !isMoved) ||
    (named.old === expected.old && named.new === expected.new)
  if (!isNamed || !agrees || (isMoved && (from === undefined || to === undefined))) {
    fail(reader, 'headers that do not agree on the path')
  }
  if (!isMoved && added === undefined && deleted === undefined && oldPath !== newPath) {
    fail(reader, 'headers that do not agree on the path')
  }
  return {
    oldPath,
    newPath,
    change: changeOf(oldPath, newPath, headers),
    oldMode: headers.get('old mode') ?? deleted ?? mode,
    newMode: headers.get('new mode') ?? added ?? mode,
  }
}

function changeOf(
  oldPath: string | undefined,
  newPath: string | undefined,
  headers: ReadonlyMap<string, string>,
) {
  if (oldPath === undefined) return 'added'
  if (newPath === undefined) return 'deleted'
  if (headers.has('rename to')) return 'renamed'
  return headers.has('copy to') ? 'copied' : 'modified'
}

interface Names {
  readonly old: string | undefined
  readonly new: string | undefined
}

function readPlainFile(reader: Reader): FilePatch {
  const start = reader.at
  const names = readNames(reader)
  const hunks = readHunks(reader)
  const [oldPath, newPath] = [names?.old, names?.new]
  if (oldPath === undefined && newPath === undefined) fail(reader, 'a file without a path')
  if (oldPath !== undefined && newPath !== undefined && oldPath !== newPath) {
    fail(reader, 'headers that do not agree on the path')
  }
  const change = changeOf(oldPath, newPath, new Map())
  const modes = { oldMode: undefined, newMode: undefined }
  return {
    oldPath,
    newPath,
    change,
    ...modes,
    hunks,
    binary: undefined,
    text: textFrom(reader, start),
  }
}

function readNames(reader: Reader): Names | undefined {
  const { lines, at } = reader
  const [from, to] = [lines[at] ?? '', lines[at + 1] ?? '']
  if (!from.startsWith('--- ') || !to.startsWith('+++ ')) return undefined
  const old = strippedName(reader, from.slice(4))
  reader.at++
  const fresh = strippedName(reader, to.slice(4))
  reader.at++
  return { old, new: fresh }
}

/** As `git apply -p1`: without the first part, and without a time behind a tab. */
function strippedName(reader: Reader, header: string): string | undefined {
  const name = header.startsWith('"') ? header.trimEnd() : (header.split('\t', 1)[0] ?? '')
  if (name === '/dev/null') return undefined
  const path = stripFirst(unquotePath(name))
  return path === undefined ? fail(reader, 'a path that cannot be read') : path
}

function stripFirst(path: string | undefined): string | undefined {
  const slash = path?.indexOf('/') ?? -1
  return slash === -1 ? undefined : path?.slice(slash + 1)
}

function pathOf(reader: Reader, header: string | undefined): string | undefined {
  if (header === undefined) return undefined
  return unquotePath(header) ?? fail(reader, 'a path that cannot be read')
}

/** The path of `a/path b/path`, where both are the same. */
function commonPath(names: string): string | undefined {
  const quoted = /^("(?:[^"\\]|\\.)*") ("(?:[^"\\]|\\.)*")$/.exec(names)
  const middle = (names.length - 1) / 2
  const [left, right] = quoted
    ? [quoted[1] ?? '', quoted[2] ?? '']
    : [names.slice(0, middle), names.slice(middle + 1)]
  if (!quoted && names[middle] !== ' ') return undefined
  const path = stripFirst(unquotePath(left))
  return path !== undefined && path === stripFirst(unquotePath(right)) ? path : undefined
}

function readHunks(reader: Reader): readonly Hunk[] {
  const hunks: Hunk[] = []
  for (let found = HUNK.exec(current(reader)); found; found = HUNK.exec(current(reader))) {
    const [, oldStart, oldLines, newStart, newLines, section = ''] = found
    reader.at++
    const lines = readHunkLines(reader, Number(oldLines ?? 1), Number(newLines ?? 1))
    hunks.push({ oldStart: Number(oldStart), newStart: Number(newStart), section, lines })
  }
  return hunks
}

/** As many lines as the header counts, so that a removed `-- x` is no file header. */
function readHunkLines(reader: Reader, removed: number, added: number): readonly string[] {
  const lines: string[] = []
  let [left, right] = [removed, added]
  while (left > 0 || right > 0 || current(reader).startsWith('\\')) {
    if (reader.at >= reader.lines.length) fail(reader, 'a hunk is shorter than its header says')
    const line = current(reader)
    const mark = line === '' ? ' ' : line.charAt(0)
    if (mark === ' ' || mark === '-') left--
    if (mark === ' ' || mark === '+') right--
    if (!' +-\\'.includes(mark) || left < 0 || right < 0) fail(reader, 'not a line of the hunk')
    lines.push(line === '' ? ' ' : line)
    reader.at++
  }
  return lines
}

function readBinary(reader: Reader): readonly (readonly string[])[] | undefined {
  if (/^Binary files .* differ$/.test(current(reader))) {
    reader.at++
    return []
  }
  if (current(reader) !== 'GIT binary patch') return undefined
  reader.at++
  const blocks: string[][] = []
  while (/^(?:literal|delta) \d+$/.test(current(reader)) && blocks.length < 2) {
    const block: string[] = []
    for (; current(reader) !== ''; reader.at++) block.push(current(reader))
    blocks.push(block)
    reader.at++
  }
  return blocks.length > 0 ? blocks : fail(reader, 'a binary patch without content')
}

function textFrom({ lines, at }: Reader, start: number): string {
  return `${lines.slice(start, at).join('\n')}\n`
}
