/** One file of a unified diff. */
export interface DiffFile {
  readonly name: string
  /** Its name before, where it was another one. */
  readonly before: string | null
  /** `new file`, `deleted`, `renamed`, `binary`. */
  readonly notes: readonly string[]
  readonly hunks: readonly Hunk[]
  readonly added: number
  readonly removed: number
}

export interface Hunk {
  readonly header: string
  readonly lines: readonly DiffLine[]
}

export interface DiffLine {
  readonly sign: '+' | '-' | ' '
  readonly text: string
  /** Numbers of the line before and after; null on the side where it does not stand. */
  readonly before: number | null
  readonly after: number | null
}

const HUNK = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/

/** The files of a unified diff, git's headers or none; null where it is no diff at all. */
export function parseDiff(text: string): readonly DiffFile[] | null {
  const files: Draft[] = []
  const lines = text.split('\n')
  let file: Draft | undefined
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? ''
    const hunk = HUNK.exec(line)
    if (hunk && file) {
      at = readHunk(lines, at, hunk, file)
    } else if (line.startsWith('diff --git ')) {
      file = startFile(files, namesOfGit(line))
    } else if (line.startsWith('--- ') && lines[at + 1]?.startsWith('+++ ')) {
      const names = [nameOf(line), nameOf(lines[at + 1] ?? '')] as const
      if (!file || file.hunks.length > 0 || file.isNamed) file = startFile(files, names)
      Object.assign(file, namesFrom(names), { isNamed: true })
      at++
    } else if (file) {
      const note = noteOf(line)
      if (note) file.notes.push(note)
    }
  }
  return files.length === 0 ? null : files
}

interface Draft extends DiffFile {
  name: string
  before: string | null
  readonly notes: string[]
  readonly hunks: Hunk[]
  added: number
  removed: number
  isNamed: boolean
}

function startFile(files: Draft[], names: readonly [string, string]): Draft {
  const file = { ...namesFrom(names), notes: [], hunks: [], added: 0, removed: 0, isNamed: false }
  files.push(file)
  return file
}

/** Reads as many lines as the header promises and says where they end; a torn hunk ends with the text. */
function readHunk(
  lines: readonly string[],
  at: number,
  hunk: RegExpExecArray,
  file: Draft,
): number {
  let before = Number(hunk[1])
  let after = Number(hunk[3])
  const endBefore = before + Number(hunk[2] ?? 1)
  const endAfter = after + Number(hunk[4] ?? 1)
  const read: DiffLine[] = []
  let next = at + 1
  for (; next < lines.length && (before < endBefore || after < endAfter); next++) {
    const line = lines[next] ?? ''
    if (line.startsWith('\\')) continue
    const sign = line[0] === '+' || line[0] === '-' ? line[0] : ' '
    if (line !== '' && line[0] !== sign) break
    read.push({
      sign,
      text: line.slice(1),
      before: sign === '+' ? null : before++,
      after: sign === '-' ? null : after++,
    })
    if (sign === '+') file.added++
    if (sign === '-') file.removed++
  }
  file.hunks.push({ header: lines[at] ?? '', lines: read })
  return next - 1
}

function noteOf(line: string): string | null {
  if (line.startsWith('new file')) return 'new file'
  if (line.startsWith('deleted file')) return 'deleted'
  if (line.startsWith('rename to')) return 'renamed'
  return line.startsWith('Binary files') || line === 'GIT binary patch' ? 'binary' : null
}

function namesFrom([before, after]: readonly [string, string]) {
  const name = after === NOWHERE ? before : after
  return { name, before: before === name || before === NOWHERE ? null : before }
}
const NOWHERE = '/dev/null'

function namesOfGit(line: string): readonly [string, string] {
  const [, before, after] = /^diff --git "?a\/(.*?)"? "?b\/(.*?)"?$/.exec(line) ?? []
  return [before ?? line, after ?? before ?? line]
}

/** `--- a/path<tab>date`: the path alone. */
function nameOf(line: string): string {
  const name = line.slice(4).split('\t')[0] ?? ''
  return name === NOWHERE ? name : name.replace(/^[ab]\//, '')
}
