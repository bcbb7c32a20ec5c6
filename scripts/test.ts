/**
 * `npm test`: every test project one after another, each with its time and counts, then one total.
 * `npm test -- unit sandbox` runs some of them; other arguments go to Vitest.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { hasSystemPart, type SystemPart, systemParts } from '../test/system-parts.ts'

/** In the order they run: quick answers first. */
const projects = [
  ...[
    'types',
    'unit',
    'models',
    'models-native',
    'trainers',
    'text',
    'fixtures',
    'replay',
    'sandbox',
    'docker',
    'swe',
    'taskset',
    'search',
    'bench',
  ],
  ...['web', 'attacks', 'attacks-docker', 'browser', 'system'],
]

interface Counts {
  passed: number
  failed: number
  skipped: number
}

const chosen = process.argv.slice(2).filter((word) => projects.some((name) => name === word))
const passedOn = process.argv.slice(2).filter((word) => !chosen.includes(word))
const scratch = mkdtempSync(join(tmpdir(), 'palaestra-test-'))
const total: Counts = { passed: 0, failed: 0, skipped: 0 }
const lines: string[] = []
const failures: string[] = []
let broken = false

for (const project of projects) {
  if (chosen.length > 0 && !chosen.includes(project)) continue
  console.log(`\n── ${project} ──`)
  const report = join(scratch, `${project}.json`)
  const started = performance.now()
  const { status } = spawnSync(
    process.execPath,
    [
      'node_modules/vitest/vitest.mjs',
      'run',
      '--project',
      project,
      ...(project === 'types' ? ['--typecheck.only'] : []),
      '--reporter=default',
      '--reporter=json',
      `--outputFile=${report}`,
      ...passedOn,
    ],
    { stdio: 'inherit', env: { ...process.env, ...temporaryFolderOf(project) } },
  )
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  const counts = readCounts(report)
  failures.push(...readFailures(report).map((failure) => `${project}: ${failure}`))
  if (status !== 0 || counts === undefined) broken = true
  const { passed, failed, skipped } = counts ?? { passed: 0, failed: 1, skipped: 0 }
  total.passed += passed
  total.failed += failed
  total.skipped += skipped
  lines.push(
    `${project.padEnd(14)} ${passed} passed, ${failed} failed, ${skipped} skipped in ${seconds} s`,
  )
}
rmSync(scratch, { recursive: true, force: true })

// A run that broke outside any test (a worker that died, an unhandled rejection) must not look green.
if (broken && total.failed === 0) total.failed = 1
if (process.env['CI'] && total.skipped > 0) {
  console.error('\nIn CI nothing may be skipped.')
  broken = true
}
const missing = (Object.keys(systemParts) as SystemPart[]).filter((part) => !hasSystemPart(part))
if (missing.length > 0 && total.skipped > 0) {
  console.log(
    `\nNot on this machine: ${missing.join(', ')}. Suites that need them were skipped; \`npm run setup:system\` and \`npm run setup:tensorflow\` add them.`,
  )
}
// Once more at the end: of a long output often only that is kept.
if (failures.length > 0) console.log(`\nFailed:\n${failures.join('\n')}`)
console.log(`\n${lines.join('\n')}\n`)
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`)
process.exitCode = broken || total.failed > 0 ? 1 : 0

/** Attacks copy whole repositories again and again: in memory that takes a tenth of the time. */
function temporaryFolderOf(project: string): { TMPDIR?: string } {
  const memory = '/dev/shm'
  if (project !== 'attacks' || !existsSync(memory)) return {}
  const { bavail, bsize } = statfsSync(memory)
  return bavail * bsize > 4 * 2 ** 30 ? { TMPDIR: memory } : {}
}

/** Each failed test with the beginning of what it says. */
function readFailures(path: string): string[] {
  try {
    const { testResults } = JSON.parse(readFileSync(path, 'utf8')) as {
      testResults: {
        message: string
        assertionResults: { status: string; fullName: string; failureMessages: string[] }[]
      }[]
    }
    return testResults.flatMap(({ message, assertionResults }) => [
      ...(message ? [message.slice(0, 500)] : []),
      ...assertionResults
        .filter(({ status }) => status === 'failed')
        .map(({ fullName, failureMessages }) =>
          `${fullName}\n${failureMessages.join('\n').slice(0, 1500)}`.replaceAll('\n', '\n    '),
        ),
    ])
  } catch {
    return []
  }
}

function readCounts(path: string): Counts | undefined {
  try {
    const report = JSON.parse(readFileSync(path, 'utf8')) as {
      numPassedTests: number
      numFailedTests: number
      numPendingTests: number
      numTodoTests: number
    }
    return {
      passed: report.numPassedTests,
      failed: report.numFailedTests,
      skipped: report.numPendingTests + report.numTodoTests,
    }
  } catch {
    return undefined
  }
}
