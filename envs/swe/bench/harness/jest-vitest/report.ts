import { z } from 'zod'
import { secretBytes } from '../../../../../core/secret-bytes.ts'
import type { HarnessReport } from '../harness.ts'

const record = z.object({
  started: z.boolean(),
  problem: z.string().optional(),
  ended: z.boolean().default(false),
  tests: z
    .array(z.object({ file: z.string(), status: z.string(), titles: z.array(z.string()).min(1) }))
    .default([]),
  integrity: z.array(z.string()).default([]),
})
type ReportedTest = z.infer<typeof record>['tests'][number]

/** What only the runner's own process is told. */
export const newKey = (): string => Buffer.from(secretBytes(24)).toString('hex')

/** What the report holds before anything has run. */
export function untouchedReport(key: string): string {
  return `${key} {"started":false,"problem":"node did not run the harness"}\n`
}

/** Only the runner's own process knows the key; a report without it was written, or removed, by judged code. */
export function readReport(report: string, key: string): HarnessReport {
  const said = report.startsWith(`${key} `) ? parsed(report.slice(key.length + 1)) : undefined
  if (!said) return { started: true, ended: false, log: '', integrity: [] }
  const { started, problem, ended, tests, integrity } = said
  return { started, problem, ended, log: ended ? logOf(tests) : '', integrity }
}

function parsed(text: string): z.infer<typeof record> | undefined {
  try {
    const { success, data } = record.safeParse(JSON.parse(text))
    return success ? data : undefined
  } catch {
    return undefined
  }
}

/** jest's lines, for parsers that read nothing else, and then its JSON, which the other ones prefer. */
function logOf(tests: readonly ReportedTest[]): string {
  const files = [...new Set(tests.map(({ file }) => file))]
  const testsOf = (file: string) => tests.filter((test) => test.file === file)
  const testResults = files.map((file) => ({
    name: file,
    assertionResults: testsOf(file).map(({ status, titles }) => ({
      ancestorTitles: titles.slice(0, -1),
      title: titles.at(-1) ?? '',
      status,
    })),
  }))
  const json = JSON.stringify({ numTotalTests: tests.length, testResults })
  return `${files.flatMap((file) => [`PASS ${file}`, ...linesOf(testsOf(file)), '']).join('\n')}\n${json}\n`
}

const SYMBOLS: Readonly<Record<string, string>> = { passed: '✓', failed: '✕' }

function linesOf(tests: readonly ReportedTest[]): readonly string[] {
  return tests.flatMap(({ status, titles }) => {
    const line = [...titles.slice(0, -1), `${SYMBOLS[status] ?? '○'} ${titles.at(-1) ?? ''}`]
    return line.map((title, depth) => `${'  '.repeat(depth + 1)}${title.replaceAll(/\s+/g, ' ')}`)
  })
}
