import { resolvePath } from './modules/paths.ts'
import type { NodeOptions } from './options.ts'
import { type ProgramResult, runProgram } from './program.ts'
import { dotReport } from './reporters/dot.ts'
import { specReport } from './reporters/spec.ts'
import { tapReport } from './reporters/tap.ts'
import type { NodeRequest, NodeResult } from './run-node.ts'
import {
  count,
  noCounts,
  type TestCounts,
  type TestEvent,
  type TestResultEvent,
} from './test-events.ts'
import { findTestFiles, NoSuchTestsError } from './test-files.ts'
import { lastMessage } from './uncaught.ts'

const EXEC_PATH = '/usr/local/bin/node'
const NOT_FOUND = 1
const INVALID_ARGUMENT = 9
const FUEL_EXIT_CODE = 124

type Report = (events: readonly TestEvent[], counts: TestCounts, durationMs: number) => string
const REPORTS: Readonly<Record<string, Report>> = {
  tap: tapReport,
  spec: specReport,
  dot: dotReport,
}

/** `node --test`: every file in an interpreter of its own, reported together. */
export async function runTests(request: NodeRequest, options: NodeOptions): Promise<NodeResult> {
  const reporters = pairReporters(options)
  if (typeof reporters === 'string') {
    return { exitCode: INVALID_ARGUMENT, stdout: '', stderr: reporters }
  }
  let paths: readonly string[]
  try {
    paths = findTestFiles(request.files, request.cwd, options.rest)
  } catch (error) {
    if (!(error instanceof NoSuchTestsError)) throw error
    return { exitCode: NOT_FOUND, stdout: '', stderr: `${error.message}\n` }
  }
  const start = request.clock.now()
  const events: TestEvent[] = []
  const counts = noCounts()
  let isOutOfFuel = false
  for (const path of paths) {
    const fileStart = request.clock.now()
    const result = await runProgram(request, {
      kind: 'file',
      source: path,
      argv: [EXEC_PATH, path],
      execArgv: [],
      env: { ...request.env, NODE_TEST_CONTEXT: 'child-v8' },
      preload: options.preload,
      namePatterns: options.namePatterns,
      isOnly: options.isOnly,
      printsResult: false,
    })
    const duration = request.clock.now() - fileStart
    appendFile(events, counts, path, result, duration, lastMessage(result.ending, request.files))
    isOutOfFuel ||= result.ending?.kind === 'fuel' || request.budget.exhausted
    if (isOutOfFuel) break
  }
  const hasFailed = events.some((event) => event.type === 'fail' && event.directive !== 'todo')
  const output = writeReports(request, reporters, events, counts, request.clock.now() - start)
  return { exitCode: isOutOfFuel ? FUEL_EXIT_CODE : hasFailed ? 1 : 0, ...output }
}

interface Reporter {
  readonly report: Report
  readonly destination: string
}

/** Pairs reporters with destinations as Node does; a text is what is wrong with them. */
function pairReporters({ reporters, destinations }: NodeOptions): readonly Reporter[] | string {
  const names = reporters.length === 0 ? ['tap'] : reporters
  const targets = destinations.length === 0 && names.length === 1 ? ['stdout'] : destinations
  if (targets.length !== names.length) {
    return `node: --test-reporter and --test-reporter-destination must be given equally often, got ${names.length} and ${targets.length}\n`
  }
  const pairs: Reporter[] = []
  for (const [index, name] of names.entries()) {
    const report = REPORTS[name]
    if (report === undefined)
      return `node: Cannot find test reporter '${name}' (use tap, spec or dot)\n`
    pairs.push({ report, destination: targets[index] ?? 'stdout' })
  }
  return pairs
}

/** Node reports a file itself only if it has failed as a whole or told of no tests. */
function appendFile(
  events: TestEvent[],
  counts: TestCounts,
  path: string,
  { events: fileEvents, exitCode }: ProgramResult,
  durationMs: number,
  lastWords: string,
): void {
  const results = fileEvents.filter(isResult)
  const hasFailedTests = results.some((event) => event.nesting === 0 && event.type === 'fail')
  for (const event of mergeOutput(fileEvents)) {
    if (!isResult(event)) {
      events.push(event)
      continue
    }
    const number = event.nesting === 0 ? counts.topLevel + 1 : event.number
    const numbered = { ...event, number }
    count(counts, numbered)
    events.push(numbered)
  }
  if (lastWords !== '') events.push({ type: 'output', stream: 'stderr', text: lastWords })
  const hasFailed = exitCode !== 0
  if (results.length > 0 && (!hasFailed || hasFailedTests)) return
  const own: TestResultEvent = {
    type: hasFailed ? 'fail' : 'pass',
    nesting: 0,
    name: path,
    number: counts.topLevel + 1,
    durationMs,
    isSuite: false,
    directive: '',
    reason: '',
    ...(hasFailed ? { failure: fileFailure(path, exitCode) } : {}),
  }
  count(counts, own)
  events.push({ type: 'start', nesting: 0, name: path }, own)
}

function isResult(event: TestEvent): event is TestResultEvent {
  return event.type === 'pass' || event.type === 'fail'
}

function fileFailure(path: string, exitCode: number) {
  const details = [
    "failureType: 'testCodeFailure'",
    `exitCode: ${exitCode}`,
    'signal: ~',
    "error: 'test failed'",
    "code: 'ERR_TEST_FAILURE'",
  ]
  return {
    failureType: 'testCodeFailure',
    location: `${path}:1:1`,
    yaml: details.join('\n'),
    shown: "'test failed'",
  }
}

/** Pieces of a line written one after the other are one line. */
function mergeOutput(events: readonly TestEvent[]): TestEvent[] {
  const merged: TestEvent[] = []
  for (const event of events) {
    const last = merged.at(-1)
    const continues =
      event.type === 'output' && last?.type === 'output' && last.stream === event.stream
    if (continues) merged[merged.length - 1] = { ...last, text: last.text + event.text }
    else merged.push(event)
  }
  return merged
}

function writeReports(
  request: NodeRequest,
  reporters: readonly Reporter[],
  events: readonly TestEvent[],
  counts: TestCounts,
  durationMs: number,
): { stdout: string; stderr: string } {
  const output = { stdout: '', stderr: '' }
  for (const { report, destination } of reporters) {
    const text = report(events, counts, durationMs)
    if (destination === 'stdout' || destination === 'stderr') output[destination] += text
    else request.files.write(resolvePath(request.cwd, destination), new TextEncoder().encode(text))
  }
  return output
}

/** What a file run without `--test` adds to its output for the tests in it. */
export function ownReport(events: readonly TestEvent[], durationMs: number): string {
  const counts = noCounts()
  for (const event of events) if (isResult(event)) count(counts, event)
  const told = events.filter((event) => event.type !== 'output')
  return tapReport(told, counts, durationMs)
}
