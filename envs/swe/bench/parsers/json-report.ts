import { isAbsolute, relative } from 'node:path'
import { z } from 'zod'
import { type ParseOptions, StatusTable, type TestStatus, type TestStatuses } from './statuses.ts'

/** How many places of a log are tried: reading stays linear whatever was printed. */
const MAX_TRIES = 4

const jestReport = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      assertionResults: z.array(
        z.object({
          ancestorTitles: z.array(z.string()).default([]),
          title: z.string(),
          status: z.string(),
        }),
      ),
    }),
  ),
})
const mochaTests = z.array(
  z.object({ fullTitle: z.string(), err: z.object({}).loose().optional() }),
)
const mochaReport = z.object({
  stats: z.object({}).loose(),
  passes: mochaTests,
  pending: mochaTests,
  failures: mochaTests,
})

/** jest's `--json`: titles joined by spaces, as jest's own `fullName`. */
export function parseJestJson(log: string): TestStatuses | undefined {
  return fromJest(log, (_, titles) => titles.join(' '))
}

/** vitest's JSON reporter: `<file> > <suite> > <test>`, as its verbose reporter. */
export function parseVitestJson(log: string, options?: ParseOptions): TestStatuses | undefined {
  return fromJest(log, (file, titles) => [shortPath(file, options?.root), ...titles].join(' > '))
}

function fromJest(
  log: string,
  nameOf: (file: string, titles: readonly string[]) => string,
): TestStatuses | undefined {
  const reports = candidates(log, '{"num').flatMap((text) => parseAs(jestReport, text))
  if (reports.length === 0) return undefined
  const table = new StatusTable()
  for (const { name: file, assertionResults } of reports.flatMap((report) => report.testResults)) {
    for (const { ancestorTitles, title, status } of assertionResults) {
      table.add(nameOf(file, [...ancestorTitles, title]), jestStatus(status))
    }
  }
  return table.all()
}

function jestStatus(status: string): TestStatus {
  if (status === 'passed') return 'passed'
  return status === 'failed' ? 'failed' : 'skipped'
}

/** mocha's JSON reporter: the full title. */
export function parseMochaJson(log: string): TestStatuses | undefined {
  const reports = candidates(log, '{\n  "stats"').flatMap((text) => parseAs(mochaReport, text))
  if (reports.length === 0) return undefined
  const table = new StatusTable()
  for (const { passes, pending, failures } of reports) {
    for (const { fullTitle } of passes) table.add(fullTitle, 'passed')
    for (const { fullTitle } of pending) table.add(fullTitle, 'skipped')
    for (const { fullTitle } of failures) table.add(fullTitle, 'failed')
  }
  return table.all()
}

/** The whole text where it is a report; else the last parts that start like one. */
function candidates(log: string, start: string): readonly string[] {
  const text = log.trim()
  if (text.startsWith('{') && text.endsWith('}')) return [text]
  const found: string[] = []
  let at = log.lastIndexOf(start)
  while (at !== -1 && found.length < MAX_TRIES) {
    const end = start.includes('\n') ? log.indexOf('\n}', at) + 2 : log.indexOf('\n', at)
    found.push(log.slice(at, end > at ? end : log.length))
    at = at === 0 ? -1 : log.lastIndexOf(start, at - 1)
  }
  return found
}

function parseAs<T>(schema: z.ZodType<T>, text: string): readonly T[] {
  try {
    const parsed = schema.safeParse(JSON.parse(text))
    return parsed.success ? [parsed.data] : []
  } catch {
    return []
  }
}

function shortPath(file: string, root: string | undefined): string {
  return root !== undefined && isAbsolute(file) ? relative(root, file) : file
}
