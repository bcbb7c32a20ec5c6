import { parseMochaJson } from './json-report.ts'
import { indentOf, linesOf, withoutDuration } from './lines.ts'
import { StatusTable, type TestStatus, type TestStatuses } from './statuses.ts'
import { SuiteStack } from './suites.ts'

const TEST = /^(?:([✔✓√])|(\d+)\)|(-)) (\S.*)$/
const TOTALS = /^ {2}\d+ (?:passing|pending|failing)(?: \(|$)/

/** mocha's spec reporter, or its JSON: the titles of suites and test, joined by spaces. */
export function parseMocha(log: string): TestStatuses {
  return parseMochaJson(log) ?? parseSpec(log)
}

function parseSpec(log: string): TestStatuses {
  const table = new StatusTable()
  const suites = new SuiteStack()
  // Below the totals every failure is told once more; a second run may follow that.
  let isOver = false
  for (const line of linesOf(log)) {
    const indent = indentOf(line)
    const text = line.slice(indent).trimEnd()
    const test = TEST.exec(text)
    const isTotal = TOTALS.test(line)
    const isSuite = !isTotal && !test && indent >= 2 && indent % 2 === 0 && text !== ''
    if (isTotal && !isOver) suites.clear()
    const isFresh = indent === 2 && (isSuite || test?.[1] !== undefined)
    isOver = isTotal || (isOver && !isFresh)
    if (isOver) continue
    if (isSuite) suites.enter(indent, text)
    if (!test) continue
    const name = withoutDuration(test[4] ?? '')
    table.add([...suites.around(indent), name].join(' '), statusOf(test))
  }
  return table.all()
}

function statusOf(test: RegExpExecArray): TestStatus {
  if (test[1] !== undefined) return 'passed'
  return test[2] !== undefined ? 'failed' : 'skipped'
}
