import { ConfigError } from '../../../core/index.ts'
import type { Files } from './edits.ts'

interface FilePatch {
  readonly from: string | undefined
  readonly to: string | undefined
  readonly hunks: readonly Hunk[]
}

interface Hunk {
  readonly start: number
  readonly lines: readonly string[]
}

/**
 * The files with a unified diff applied (`diff -u` or `git diff`; `/dev/null` adds or removes a
 * file). A hunk may stand at other line numbers, but its text must match exactly.
 * @throws ConfigError when the diff cannot be read or does not fit.
 */
export function applyPatch(files: Files, patch: string): Files {
  const patched: Record<string, string> = { ...files }
  for (const { from, to, hunks } of readPatch(patch)) {
    const before = from === undefined ? '' : patched[from]
    if (before === undefined) throw patchError(`no file ${from}`)
    const after = applyHunks(before, hunks, from ?? to ?? '')
    if (from !== undefined && from !== to) delete patched[from]
    if (to !== undefined) patched[to] = after
  }
  return patched
}

function readPatch(patch: string): FilePatch[] {
  const lines = patch.replace(/\n$/, '').split('\n')
  const patches: { from: string | undefined; to: string | undefined; hunks: Hunk[] }[] = []
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] ?? ''
    const next = lines[i + 1] ?? ''
    if (line.startsWith('--- ') && next.startsWith('+++ ')) {
      patches.push({ from: readPath(line), to: readPath(next), hunks: [] })
      i++
      continue
    }
    const header = /^@@ -(\d+)(?:,(\d+))? \+\d+(?:,(\d+))? @@/.exec(line)
    if (!header) continue
    const current = patches.at(-1)
    if (!current) throw patchError(`line ${i + 1} starts a hunk before any file`)
    const body = readHunk(lines, i + 1, Number(header[2] ?? 1), Number(header[3] ?? 1))
    current.hunks.push({ start: Number(header[1]), lines: body })
    i += body.length
  }
  if (patches.length === 0) throw patchError('it has no "---" and "+++" lines')
  return patches
}

/** Reads as many lines as the header counts, so that a removed `-- x` is no file header. */
function readHunk(
  lines: readonly string[],
  from: number,
  removed: number,
  added: number,
): string[] {
  const body: string[] = []
  let [left, right] = [removed, added]
  for (let i = from; i < lines.length; i++) {
    const line = lines[i] ?? ''
    const mark = line === '' ? ' ' : line.charAt(0)
    if (left <= 0 && right <= 0 && mark !== '\\') break
    if (!' +-\\'.includes(mark)) throw patchError(`line ${i + 1} is not part of a hunk`)
    if (mark === ' ' || mark === '-') left--
    if (mark === ' ' || mark === '+') right--
    body.push(line === '' ? ' ' : line)
  }
  if (left !== 0 || right !== 0)
    throw patchError('a hunk does not have the lines its header counts')
  return body
}

function readPath(header: string): string | undefined {
  const path = (header.slice(4).split('\t', 1)[0] ?? '').trim()
  return path === '/dev/null' ? undefined : path.replace(/^[ab]\//, '')
}

function applyHunks(text: string, hunks: readonly Hunk[], path: string): string {
  const lines = text === '' ? [] : text.split('\n')
  let shift = 0
  let earliest = 0
  for (const { start, lines: body } of hunks) {
    const marked = body.filter((line) => !line.startsWith('\\'))
    const old = marked.filter((line) => !line.startsWith('+')).map((line) => line.slice(1))
    const fresh = marked.filter((line) => !line.startsWith('-')).map((line) => line.slice(1))
    const at = findLines(lines, old, Math.max(0, start - 1 + shift), earliest)
    if (at === undefined) throw patchError(`the hunk at line ${start} does not match ${path}`)
    lines.splice(at, old.length, ...fresh)
    shift = at - (start - 1) + fresh.length - old.length
    earliest = at + fresh.length
  }
  const whole = lines.join('\n')
  return text === '' && whole !== '' ? `${whole}\n` : whole
}

/** Where the lines stand, nearest to the place the hunk names. */
function findLines(
  lines: readonly string[],
  wanted: readonly string[],
  expected: number,
  earliest: number,
): number | undefined {
  if (wanted.length === 0) return Math.min(expected, lines.length)
  let best: number | undefined
  for (let at = earliest; at + wanted.length <= lines.length; at++) {
    if (!wanted.every((line, i) => lines[at + i] === line)) continue
    if (best === undefined || Math.abs(at - expected) < Math.abs(best - expected)) best = at
  }
  return best
}

function patchError(reason: string): ConfigError {
  return new ConfigError(`Cannot apply patch: ${reason} (check the diff against the files)`)
}
