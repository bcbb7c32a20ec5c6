/** One failing test, as the runner's TAP report tells of it. */
export interface Failure {
  readonly name: string
  readonly message: string
  /** What an assertion wanted, and what it got; empty where that was not told. */
  readonly expected: string
  readonly actual: string
  /** Places the stack passes, the innermost first. */
  readonly frames: readonly Frame[]
}

export interface Frame {
  readonly file: string
  readonly line: number
}

/** The failures in a TAP report, or in the parts of one that tell of failures. */
export function parseFailures(report: string): readonly Failure[] {
  const failures: Failure[] = []
  const lines = report.split('\n')
  for (let i = 0; i < lines.length; i++) {
    const name = /^\s*not ok \d+ - (.*)$/.exec(lines[i] ?? '')?.[1]
    if (name === undefined) continue
    const details: string[] = []
    while (i + 1 < lines.length && !/^\s*(?:not )?ok \d+/.test(lines[i + 1] ?? '')) {
      const line = lines[++i] ?? ''
      if (/^\s*\.\.\.$/.test(line)) break
      details.push(line.trim())
    }
    // A suite fails because of its tests.
    if (details.includes("failureType: 'subtestsFailed'")) continue
    failures.push({
      name,
      message: messageIn(details),
      expected: fieldIn(details, 'expected'),
      actual: fieldIn(details, 'actual'),
      frames: details.flatMap(frameIn),
    })
  }
  return failures
}

function messageIn(details: readonly string[]): string {
  const start = details.findIndex((line) => line.startsWith('error: '))
  if (start === -1) return ''
  const first = (details[start] ?? '').slice('error: '.length)
  if (!first.startsWith('|')) return first.replace(/^'(.*)'$/, '$1')
  const end = details.findIndex((line, i) => i > start && /^(?:code|name|stack): /.test(line))
  return details.slice(start + 1, end === -1 ? undefined : end).join('\n')
}

/** A field of an assertion's error, on its line or on those below. */
function fieldIn(details: readonly string[], name: string): string {
  const start = details.findLastIndex((line) => line.startsWith(`${name}:`))
  if (start === -1) return ''
  const length = details
    .slice(start + 1)
    .findIndex((line) => /^(?:expected|actual|operator|stack|code|name):/.test(line))
  const end = length === -1 ? details.length : start + 1 + length
  return details
    .slice(start, end)
    .join('\n')
    .slice(name.length + 1)
    .trim()
}

function frameIn(line: string): Frame[] {
  const match = /(?:^|[\s(])(?:file:\/\/)?(\/[^\s():]+):(\d+):\d+\)?$/.exec(line)
  return match ? [{ file: match[1] ?? '', line: Number(match[2]) }] : []
}
