import type { TestCounts, TestEvent, TestResultEvent } from '../test-events.ts'
import { durationText, summaryLines } from './tap.ts'

const INDENT = '  '

/** The indented list that `--test-reporter=spec` writes, without colors. */
export function specReport(
  events: readonly TestEvent[],
  counts: TestCounts,
  durationMs: number,
): string {
  const lines: string[] = []
  const open: { nesting: number; name: string; isShown: boolean }[] = []
  const failed: TestResultEvent[] = []
  for (const event of events) {
    if (event.type === 'start') {
      open.push({ nesting: event.nesting, name: event.name, isShown: false })
    } else if (event.type === 'diagnostic') {
      lines.push(`${INDENT.repeat(event.nesting)}ℹ ${event.message}`)
    } else if (event.type === 'output') {
      lines.push(event.text.replace(/\n$/, ''))
    } else if (event.type !== 'plan') {
      const own = open.pop()
      for (const parent of open.filter(({ isShown }) => !isShown)) {
        lines.push(`${INDENT.repeat(parent.nesting)}▶ ${parent.name}`)
        parent.isShown = true
      }
      lines.push(...resultLines(event, own?.isShown ?? false))
      if (event.type === 'fail' && event.failure?.failureType !== 'subtestsFailed')
        failed.push(event)
    }
  }
  lines.push(...summaryLines(counts, durationMs).map((line) => `ℹ ${line}`))
  if (failed.length > 0) lines.push('', '✖ failing tests:', ...failed.flatMap(failingLines))
  return `${lines.join('\n')}\n`
}

function resultLines(event: TestResultEvent, hasChildren: boolean): string[] {
  const indent = INDENT.repeat(event.nesting)
  const symbol = event.directive === 'skip' ? '﹣' : event.type === 'pass' ? '✔' : '✖'
  const line = `${indent}${symbol} ${event.name} (${durationText(event.durationMs)}ms)${directiveText(event)}`
  if (event.failure === undefined || hasChildren || event.directive === 'skip') return [line]
  return [line, ...errorLines(event, indent), '']
}

function directiveText(event: TestResultEvent): string {
  if (event.directive === '') return ''
  return ` # ${event.reason === '' ? event.directive.toUpperCase() : event.reason}`
}

function errorLines(event: TestResultEvent, indent: string): string[] {
  return (event.failure?.shown ?? '').split('\n').map((line) => `${indent}  ${line}`)
}

function failingLines(event: TestResultEvent): string[] {
  const location = event.failure?.location ?? ''
  const place = location === '' ? [] : [`test at ${location}`]
  const line = `✖ ${event.name} (${durationText(event.durationMs)}ms)${directiveText(event)}`
  return ['', ...place, line, ...errorLines(event, '')]
}
