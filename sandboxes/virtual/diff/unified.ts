import { type Change, changesBetween } from './changes.ts'

const CONTEXT = 3
const MAX_HEADING_BYTES = 80

/** The lines of a file with their newlines; only the last may lack one. */
export function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? []
}

export interface UnifiedOptions {
  readonly context?: number | undefined
  /** What of a line counts; the hunks show the whole line. */
  readonly keyOf?: ((line: string) => string) | undefined
  /** Whether a hunk names the nearest line above it that begins in the first column. */
  readonly headings?: boolean | undefined
}

/**
 * The hunks that turn one text into another; empty for equal texts. Texts are bytes, one character
 * each, so that any encoding passes unharmed.
 */
export function unifiedHunks(before: string, after: string, options: UnifiedOptions = {}): string {
  if (before === after) return ''
  const oldLines = linesOf(before)
  const newLines = linesOf(after)
  const { context = CONTEXT, keyOf, headings = true } = options
  const changes = keyOf
    ? changesBetween(oldLines.map(keyOf), newLines.map(keyOf))
    : changesBetween(oldLines, newLines)
  let text = ''
  for (const group of groupsOf(changes, context)) {
    text += hunkText(group, oldLines, newLines, { context, headings })
  }
  return text
}

/** Numbers of lines added and removed. */
export function countChanges(before: string, after: string): { added: number; removed: number } {
  let added = 0
  let removed = 0
  for (const change of changesBetween(linesOf(before), linesOf(after))) {
    added += change.newCount
    removed += change.oldCount
  }
  return { added, removed }
}

/** Changes whose contexts touch share a hunk. */
function groupsOf(changes: readonly Change[], context: number): Change[][] {
  const groups: Change[][] = []
  let end = Number.NEGATIVE_INFINITY
  for (const change of changes) {
    if (change.oldStart - end <= 2 * context) groups.at(-1)?.push(change)
    else groups.push([change])
    end = change.oldStart + change.oldCount
  }
  return groups
}

function hunkText(
  group: readonly Change[],
  oldLines: readonly string[],
  newLines: readonly string[],
  { context, headings }: { context: number; headings: boolean },
): string {
  const [first] = group
  const last = group.at(-1)
  if (!first || !last) return ''
  const before = Math.min(context, first.oldStart)
  const oldStart = first.oldStart - before
  const newStart = first.newStart - before
  const oldEnd = Math.min(oldLines.length, last.oldStart + last.oldCount + context)
  const newEnd = last.newStart + last.newCount + (oldEnd - last.oldStart - last.oldCount)
  let body = ''
  let at = oldStart
  for (const { oldStart: from, oldCount, newStart: to, newCount } of group) {
    for (; at < from; at++) body += marked(' ', oldLines[at])
    for (; at < from + oldCount; at++) body += marked('-', oldLines[at])
    for (let index = to; index < to + newCount; index++) body += marked('+', newLines[index])
  }
  for (; at < oldEnd; at++) body += marked(' ', oldLines[at])
  const ranges = `-${range(oldStart, oldEnd)} +${range(newStart, newEnd)}`
  return `@@ ${ranges} @@${headings ? heading(oldLines, oldStart) : ''}\n${body}`
}

/** A line behind its mark, as diffs print it. */
export function marked(mark: string, line = ''): string {
  return line.endsWith('\n') ? mark + line : `${mark}${line}\n\\ No newline at end of file\n`
}

/** Lines `start` to before `end`, as unified hunks count them. */
function range(start: number, end: number): string {
  const count = end - start
  const line = count === 0 ? start : start + 1
  return count === 1 ? `${line}` : `${line},${count}`
}

/** The nearest line above the hunk that begins in the first column, as git shows it. */
function heading(lines: readonly string[], start: number): string {
  for (let index = start - 1; index >= 0; index--) {
    const line = lines[index] ?? ''
    if (/^[A-Za-z_$]/.test(line)) return ` ${line.slice(0, MAX_HEADING_BYTES).trimEnd()}`
  }
  return ''
}
