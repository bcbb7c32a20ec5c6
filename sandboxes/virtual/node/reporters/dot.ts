import type { TestEvent, TestResultEvent } from '../test-events.ts'

const COLUMNS = 20

/** One character a test, then the failed ones with their errors. */
export function dotReport(events: readonly TestEvent[]): string {
  const results = events.filter(
    (event): event is TestResultEvent => event.type === 'pass' || event.type === 'fail',
  )
  const marks = results.map((event) => (event.type === 'pass' ? '.' : 'X')).join('')
  const rows = marks.match(new RegExp(`.{1,${COLUMNS}}`, 'g')) ?? []
  const failed = results.filter((event) => event.type === 'fail')
  const details = failed.flatMap((event) => [
    `✖ ${event.name}`,
    ...(event.failure?.shown ?? '').split('\n').map((line) => `  ${line}`),
  ])
  const lines = failed.length === 0 ? rows : [...rows, '', 'Failed tests:', '', ...details]
  return `${lines.join('\n')}\n`
}
