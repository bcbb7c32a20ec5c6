import type { TestCounts, TestEvent, TestResultEvent } from '../test-events.ts'

const INDENT = '    '

/** The TAP that `node --test --test-reporter=tap` writes. */
export function tapReport(
  events: readonly TestEvent[],
  counts: TestCounts,
  durationMs: number,
): string {
  const lines = ['TAP version 13', ...events.flatMap(tapLines), `1..${counts.topLevel}`]
  return [...lines, ...summaryLines(counts, durationMs).map((line) => `# ${line}`), ''].join('\n')
}

/** The closing lines that every reporter has. */
export function summaryLines(counts: TestCounts, durationMs: number): string[] {
  return [
    `tests ${counts.tests}`,
    `suites ${counts.suites}`,
    `pass ${counts.pass}`,
    `fail ${counts.fail}`,
    `cancelled ${counts.cancelled}`,
    `skipped ${counts.skipped}`,
    `todo ${counts.todo}`,
    `duration_ms ${durationText(durationMs)}`,
  ]
}

export function durationText(durationMs: number): string {
  return String(Number(durationMs.toFixed(6)))
}

function tapLines(event: TestEvent): string[] {
  switch (event.type) {
    case 'start':
      return [`${INDENT.repeat(event.nesting)}# Subtest: ${escaped(event.name)}`]
    case 'plan':
      return [`${INDENT.repeat(event.nesting)}1..${event.count}`]
    case 'diagnostic':
      return [`${INDENT.repeat(event.nesting)}# ${escaped(event.message)}`]
    case 'output':
      return event.text
        .split(/\r?\n/)
        .filter((line) => line !== '')
        .map((line) => `# ${escaped(line)}`)
    default:
      return resultLines(event)
  }
}

function resultLines(event: TestResultEvent): string[] {
  const indent = INDENT.repeat(event.nesting)
  const status = event.type === 'pass' ? 'ok' : 'not ok'
  const reason = event.reason === '' ? '' : ` ${escaped(event.reason)}`
  const directive = event.directive === '' ? '' : ` # ${event.directive.toUpperCase()}${reason}`
  const details = ['---', `duration_ms: ${durationText(event.durationMs)}`]
  if (event.isSuite) details.push("type: 'suite'")
  if (event.failure !== undefined) {
    const { location, yaml } = event.failure
    if (location !== '') details.push(`location: '${location}'`)
    details.push(...yaml.split('\n'))
  }
  details.push('...')
  return [
    `${indent}${status} ${event.number} ${escaped(`- ${event.name}`)}${directive}`,
    ...details.map((line) => `${indent}  ${line}`),
  ]
}

/** A name cannot break out of its line or start a directive. */
function escaped(text: string): string {
  return text
    .replaceAll('\b', '\\b')
    .replaceAll('\f', '\\f')
    .replaceAll('\t', '\\t')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\v', '\\v')
    .replaceAll('\\', '\\\\')
    .replaceAll('#', '\\#')
}
