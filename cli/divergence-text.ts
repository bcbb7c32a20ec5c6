import type { EpisodeDivergence, Value } from '../fixtures/index.ts'
import { unifiedDiff } from '../sandboxes/index.ts'
import type { coloursFor } from './format.ts'

type Colours = ReturnType<typeof coloursFor>

const MAX_LINES = 40
const MAX_LINE = 300
const MAX_JSON = 4096
const INDENT = '    '

/** `turn 2 (env), sandbox exec "ls -la": stdout`. */
export function describeWhere(divergence: EpisodeDivergence): string {
  const { phase, turn, by, what, path, call, difference } = divergence
  const place = `${turn === null ? phase : `turn ${turn}`} (${by})`
  if (what === 'request') return `${place}: ${difference}`
  if (call !== undefined) return `${place}, ${call}: ${path === '' ? 'answer' : path}`
  return `${place}: ${path === '' || path.startsWith('[') ? `${what}${path}` : `${what}.${path}`}`
}

/** What was recorded and what there is now, as indented lines of a diff. */
export function describeDiff(
  { expected, actual }: EpisodeDivergence,
  colours: Colours,
): readonly string[] {
  const [before, after] = [textOf(expected), textOf(actual)]
  const isLong = [before, after].some((text) => text?.includes('\n'))
  const hunks = isLong ? hunksOf(before ?? '', after ?? '') : []
  const lines =
    hunks.length > 0
      ? ['--- recorded', '+++ now', ...hunks]
      : [`- ${shown(expected, actual)}`, `+ ${shown(actual, expected)}`]
  const left = lines.length - MAX_LINES
  return [
    ...lines.slice(0, MAX_LINES).map((line) => coloured(printable(line), colours)),
    ...(left > 0 ? [`... and ${left} more line${left === 1 ? '' : 's'}`] : []),
  ].map((line) => `${INDENT}${line}`)
}

/** A value as one of JSON, without its bytes and no longer than a few KiB. */
export function shortJson(value: Value | undefined): unknown {
  if (value === undefined) return null
  if (typeof value === 'string') return cut(value, MAX_JSON)
  const text = JSON.stringify(value, plainAndSorted)
  return text.length > MAX_JSON ? cut(text, MAX_JSON) : JSON.parse(text)
}

function textOf(value: Value | undefined): string | undefined {
  if (value === undefined || typeof value === 'string') return value
  return JSON.stringify(value, plainAndSorted, 2)
}

/** Keys in one order, and bytes in words. */
function plainAndSorted(_key: string, value: unknown): unknown {
  if (value instanceof Uint8Array) return bytesText(value)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
}

function bytesText(bytes: Uint8Array): string {
  return `${bytes.length} bytes, ${Buffer.from(bytes.subarray(0, 16)).toString('hex')}...`
}

/** The lines of a unified diff from its first hunk on; none where the texts are no text. */
function hunksOf(before: string, after: string): readonly string[] {
  // Where neither ends a line, that is not worth a word.
  const end = before.endsWith('\n') || after.endsWith('\n') ? '' : '\n'
  const files = [before, after].map((text) => ({ text: `${text}${end}` }))
  const diff = unifiedDiff(files[0] ?? {}, files[1] ?? {}, { maxBytes: 2 ** 17 })
  const lines = diff.replace(/\n$/, '').split('\n')
  const first = lines.findIndex((line) => line.startsWith('@@'))
  return first === -1 ? [] : lines.slice(first)
}

/** On one line, from shortly before where it differs from the other. */
function shown(value: Value | undefined, other: Value | undefined): string {
  if (value === undefined) return 'nothing'
  const text = JSON.stringify(value, plainAndSorted)
  if (text.length <= MAX_LINE) return text
  const otherText = JSON.stringify(other ?? null, plainAndSorted)
  let same = 0
  while (same < otherText.length && text[same] === otherText[same]) same++
  const start = Math.max(0, same - MAX_LINE / 3)
  return `${start > 0 ? '...' : ''}${cut(text.slice(start), MAX_LINE)}`
}

function coloured(line: string, colours: Colours): string {
  if (line.startsWith('-')) return colours.red(line)
  if (line.startsWith('+')) return colours.green(line)
  return line.startsWith('@@') ? colours.cyan(line) : line
}

/** What an episode printed must not give commands to this terminal. */
function printable(line: string): string {
  return cut(line, MAX_LINE).replace(
    /[^\P{Cc}\t]/gu,
    (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`,
  )
}

function cut(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length)}...` : text
}
