import { parseVitestJson } from './json-report.ts'
import { linesOf, withoutDuration } from './lines.ts'
import { type ParseOptions, StatusTable, type TestStatus, type TestStatuses } from './statuses.ts'

const TEST = /^\s*([✓√×✕↓□]) (\S.*)$/
const FAILED = /^\s*FAIL {2}(\S.*)$/
const PRINTED = /^(?:stdout|stderr) \| /
const STATUS: Readonly<Record<string, TestStatus>> = {
  '✓': 'passed',
  '√': 'passed',
  '×': 'failed',
  '✕': 'failed',
}

/** vitest's verbose reporter, or its JSON: `<file> > <suite> > <test>`. */
export function parseVitest(log: string, options?: ParseOptions): TestStatuses {
  return parseVitestJson(log, options) ?? parseVerbose(log)
}

function parseVerbose(log: string): TestStatuses {
  const table = new StatusTable()
  let isPrinted = false
  for (const line of linesOf(log)) {
    if (PRINTED.test(line)) isPrinted = true
    else if (line.trim() === '') isPrinted = false
    const test = TEST.exec(line)
    // Printed text may claim failures, which the judged code only does itself harm with.
    if (isPrinted && test && statusOf(test[1]) !== 'failed') continue
    const text = test ? (test[2] ?? '') : (FAILED.exec(line)?.[1] ?? '')
    // Files have lines as well; one that failed to load names itself again in brackets.
    if (!text.includes(' > ')) {
      if (!test && /\S \[ \S/.test(text)) table.add(text.slice(0, text.indexOf(' [ ')), 'error')
      continue
    }
    const name = withoutDuration(text.trimEnd().replace(/ \[skipped\]$/, ''))
    table.add(name.replace(/ \(retry x\d+\)$/, ''), test ? statusOf(test[1]) : 'failed')
  }
  return table.all()
}

const statusOf = (symbol = '') => STATUS[symbol] ?? 'skipped'
