import { unquotePath } from './quote.ts'

export interface PatchHunk {
  readonly oldStart: number
  readonly newStart: number
  /** Lines with their newlines, where they have one. */
  readonly before: readonly string[]
  readonly after: readonly string[]
  /** Unchanged lines at the hunk's head and tail: what fuzz may ignore. */
  readonly leading: number
  readonly trailing: number
  /** The hunk as it was written, for a reject file. */
  readonly text: string
}

export interface FilePatch {
  /** As written, with `a/` and `b/`; undefined for `/dev/null`. */
  readonly oldName: string | undefined
  readonly newName: string | undefined
  readonly oldMode: number | undefined
  readonly newMode: number | undefined
  readonly isNew: boolean
  readonly isDeleted: boolean
  readonly isRename: boolean
  readonly isCopy: boolean
  readonly isBinary: boolean
  readonly hunks: readonly PatchHunk[]
}

export class PatchFormatError extends Error {
  override readonly name = 'PatchFormatError'
  readonly line: number
  constructor(message: string, line: number) {
    super(message)
    this.line = line
  }
}

type Draft = { -readonly [Key in keyof FilePatch]: FilePatch[Key] } & { hunks: PatchHunk[] }

/** Reads a unified diff, git's or plain, given one character a byte. Text around it is skipped. */
export function parsePatch(text: string): FilePatch[] {
  const lines = text.match(/[^\n]*\n|[^\n]+$/g) ?? []
  const files: FilePatch[] = []
  let file: Draft | undefined
  let at = 0
  const begin = (): Draft => {
    file = { ...emptyPatch, hunks: [] }
    files.push(file)
    return file
  }
  while (at < lines.length) {
    const line = (lines[at] ?? '').replace(/\r?\n$/, '')
    const next = (lines[at + 1] ?? '').replace(/\r?\n$/, '')
    if (line.startsWith('diff --git ')) {
      const names = gitNames(line.slice('diff --git '.length))
      Object.assign(begin(), { oldName: names?.[0], newName: names?.[1] })
    } else if (line.startsWith('--- ') && next.startsWith('+++ ')) {
      const draft: Draft = file && file.hunks.length === 0 ? file : begin()
      draft.oldName = nameOf(line.slice(4))
      draft.newName = nameOf(next.slice(4))
      if (draft.oldName === undefined) draft.isNew = true
      if (draft.newName === undefined) draft.isDeleted = true
      at++
    } else if (file && /^@@ -\d/.test(line)) {
      const { hunk, end } = parseHunk(lines, at)
      file.hunks.push(hunk)
      at = end
      continue
    } else if (file && file.hunks.length === 0) readExtended(file, line)
    at++
  }
  return files.filter((each) => each.hunks.length > 0 || isExtended(each))
}

const emptyPatch: FilePatch = {
  oldName: undefined,
  newName: undefined,
  oldMode: undefined,
  newMode: undefined,
  isNew: false,
  isDeleted: false,
  isRename: false,
  isCopy: false,
  isBinary: false,
  hunks: [],
}

function isExtended(file: FilePatch): boolean {
  const { isNew, isDeleted, isRename, isCopy, isBinary, newMode } = file
  return isNew || isDeleted || isRename || isCopy || isBinary || newMode !== undefined
}

function readExtended(file: Draft, line: string): void {
  const mode = /^(old|new|new file|deleted file) mode (\d{6})$/.exec(line)
  if (mode) {
    const value = Number.parseInt(mode[2] ?? '', 8)
    if (mode[1] === 'old' || mode[1] === 'deleted file') file.oldMode = value
    else file.newMode = value
    if (mode[1] === 'new file') file.isNew = true
    if (mode[1] === 'deleted file') file.isDeleted = true
    return
  }
  const moved = /^(rename|copy) (from|to) (.*)$/.exec(line)
  if (moved) {
    const [, how, side, name = ''] = moved
    if (how === 'rename') file.isRename = true
    else file.isCopy = true
    if (side === 'from') file.oldName = `a/${unquotePath(name)}`
    else file.newName = `b/${unquotePath(name)}`
  }
  if (line.startsWith('Binary files ') || line === 'GIT binary patch') file.isBinary = true
}

/** `a/x b/x`: both names are the same but for the prefix, which is how a name with spaces is told. */
function gitNames(text: string): [string, string] | undefined {
  const quoted = /^("(?:[^"\\]|\\.)*"|\S+) ("(?:[^"\\]|\\.)*"|\S+)$/.exec(text)
  if (quoted) return [unquotePath(quoted[1] ?? ''), unquotePath(quoted[2] ?? '')]
  const half = (text.length - 1) / 2
  if (!Number.isInteger(half)) return undefined
  return [unquotePath(text.slice(0, half)), unquotePath(text.slice(half + 1))]
}

/** The file name of a `---` line, without the date behind a tab. */
function nameOf(text: string): string | undefined {
  const name = text.startsWith('"')
    ? unquotePath(text)
    : unquotePath(text.replace(/\t.*$/, '').trimEnd())
  return name === '/dev/null' ? undefined : name
}

const HUNK = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/

function parseHunk(lines: readonly string[], start: number): { hunk: PatchHunk; end: number } {
  const header = HUNK.exec(lines[start] ?? '')
  if (!header) throw new PatchFormatError('malformed hunk header', start + 1)
  let oldLeft = Number(header[2] ?? 1)
  let newLeft = Number(header[4] ?? 1)
  const before: string[] = []
  const after: string[] = []
  let leading = 0
  let trailing = 0
  let changed = false
  let at = start + 1
  while (oldLeft > 0 || newLeft > 0) {
    const line = lines[at]
    if (line === undefined) throw new PatchFormatError('unexpected end of patch', at + 1)
    // Editors strip the single space of an empty context line.
    const mark = line === '\n' || line === '\r\n' ? ' ' : line[0]
    const content = line === '\n' || line === '\r\n' ? line : line.slice(1)
    const text = lines[at + 1]?.startsWith('\\') ? content.replace(/\n$/, '') : content
    if (mark === ' ') {
      before.push(text)
      after.push(text)
      if (changed) trailing++
      else leading++
      oldLeft--
      newLeft--
    } else if (mark === '-' || mark === '+') {
      changed = true
      trailing = 0
      if (mark === '-') {
        before.push(text)
        oldLeft--
      } else {
        after.push(text)
        newLeft--
      }
    } else throw new PatchFormatError('malformed line in hunk', at + 1)
    if (oldLeft < 0 || newLeft < 0)
      throw new PatchFormatError('hunk is longer than it says', at + 1)
    at += text === content ? 1 : 2
  }
  if (lines[at]?.startsWith('\\')) at++
  const text = lines.slice(start, at).join('')
  const [oldStart, newStart] = [Number(header[1]), Number(header[3])]
  return { hunk: { oldStart, newStart, before, after, leading, trailing, text }, end: at }
}

/** The patch that undoes this one. */
export function reversePatch(file: FilePatch): FilePatch {
  return {
    ...file,
    oldName: file.newName,
    newName: file.oldName,
    oldMode: file.newMode,
    newMode: file.oldMode,
    isNew: file.isDeleted,
    isDeleted: file.isNew,
    hunks: file.hunks.map((hunk) => ({
      ...hunk,
      oldStart: hunk.newStart,
      newStart: hunk.oldStart,
      before: hunk.after,
      after: hunk.before,
    })),
  }
}
