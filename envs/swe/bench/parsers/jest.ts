import { parseJestJson } from './json-report.ts'
import { indentOf, linesOf, withoutDuration } from './lines.ts'
import { StatusTable, type TestStatus, type TestStatuses } from './statuses.ts'
import { SuiteStack } from './suites.ts'

const FILE = /^(?:PASS|FAIL) +\S/
const TEST = /^([✓√✕×○✎]) (\S.*)$/
const STATUS: Readonly<Record<string, TestStatus>> = {
  '✓': 'passed',
  '√': 'passed',
  '✕': 'failed',
  '×': 'failed',
}

/** jest with `--verbose`, or its `--json`: titles joined by spaces. */
export function parseJest(log: string): TestStatuses {
  return parseJestJson(log) ?? parseVerbose(log, (suites, title) => [...suites, title].join(' '))
}

/** As SWE-bench names jest's tests: the last title alone. */
export function parseJestLeaves(log: string): TestStatuses {
  return parseVerbose(log, (_, title) => title)
}

/** Tests stand below the line of their file, up to an empty one. */
function parseVerbose(
  log: string,
  nameOf: (suites: readonly string[], title: string) => string,
): TestStatuses {
  const table = new StatusTable()
  const suites = new SuiteStack()
  let isListing = false
  for (const line of linesOf(log)) {
    if (FILE.test(line)) {
      isListing = true
      suites.clear()
      continue
    }
    if (line.trim() === '') isListing = false
    if (!isListing) continue
    const indent = indentOf(line)
    const text = line.slice(indent).trimEnd()
    const test = TEST.exec(text)
    if (!test) {
      if (indent > 0) suites.enter(indent, text)
      continue
    }
    const title = withoutDuration(test[2] ?? '').replace(/^(?:skipped|todo) /, '')
    table.add(nameOf(suites.around(indent), title), STATUS[test[1] ?? ''] ?? 'skipped')
  }
  return table.all()
}
