import type { TestStatus } from '../parsers/index.ts'
import type { HarnessReport } from './harness.ts'
import { readSealed, type SealedRun } from './sealed-records.ts'

/** What one program with tests in it reported. */
export interface ProgramReport {
  /** The package, as the program has it; undefined where the tests did not begin. */
  readonly name: string | undefined
  readonly tests: readonly ReportedTest[]
}

export interface ReportedTest {
  readonly name: string
  /** Undefined where it began and did not end. */
  readonly status: TestStatus | undefined
}

export interface ReadProgramsOptions {
  readonly keys: readonly string[]
  /** What the tests come out as that the guard adds, in order. */
  readonly canaries: readonly string[]
  /** Whether a program that was not ended by itself is a failure of its tests alone, by its exit code. */
  readonly isCrash: (exitCode: number) => boolean
  readonly log: (programs: readonly ProgramReport[]) => string
}

interface Facts {
  readonly index: number
  /** Undefined where it was never started. */
  readonly name: string | undefined
  readonly exitCode: number | undefined
  readonly run: SealedRun | undefined
}

/** Reads what guards and `runSaved` wrote. */
export function readPrograms(report: string, options: ReadProgramsOptions): HarnessReport {
  const { keys, log } = options
  const { runs, plain } = readSealed(report, keys)
  const refusal = `problem ${keys.at(-1)} `
  const problem = plain.find((line) => line.startsWith(refusal))?.slice(refusal.length)
  if (problem !== undefined)
    return { started: false, problem, ended: false, log: '', integrity: [] }
  const count = numberIn(plain, /^programs (\d{1,6})$/)
  if (count === undefined || count > keys.length) {
    return { started: true, ended: false, log: '', integrity: [] }
  }
  const facts = Array.from({ length: count }, (_, index) => ({
    index,
    name: plain.find((line) => line.startsWith(`name ${index} `))?.replace(/^.*\//, ''),
    exitCode: numberIn(plain, new RegExp(`^exit ${index} (\\d{1,3})$`)),
    run: runs.get(index),
  }))
  const integrity = facts.flatMap((program) => faultsOf(program, options))
  const ended = integrity.length === 0 && facts.every(({ exitCode }) => exitCode !== undefined)
  const notes = facts.flatMap(notesOf)
  return {
    started: true,
    ended,
    log: ended ? log(facts.map(({ run }) => programOf(run?.records ?? []))) : '',
    integrity: [...integrity, ...notes],
  }
}

function numberIn(lines: readonly string[], pattern: RegExp): number | undefined {
  const found = lines.flatMap((line) => pattern.exec(line)?.[1] ?? [])
  // Whoever writes another one has something to hide.
  return found.length === 1 ? Number(found[0]) : undefined
}

/** Why nothing of a program counts. */
function faultsOf(program: Facts, { canaries, isCrash }: ReadProgramsOptions): readonly string[] {
  const { name, exitCode, run = { records: [], isWhole: true } } = program
  const { records, isWhole } = run
  if (!isWhole) return [`results of ${name} were removed`]
  if (records.at(-1) === 'closed') {
    const seen = records.filter((text) => text.startsWith('canary '))
    const wanted = canaries.map((status) => `canary ${status} ${status}`)
    const isRight = seen.length > 0 && seen.length % wanted.length === 0
    const isLocalRight = records.every(
      (text) => !text.startsWith('local ') || text === 'local failed',
    )
    if (
      isRight &&
      isLocalRight &&
      seen.every((text, index) => text === wanted[index % wanted.length])
    )
      return []
    return [`assertions were changed in ${name}: a test that must fail did not`]
  }
  if (exitCode === undefined) return name === undefined ? [] : [`${name} ended the runner`]
  if (isCrash(exitCode)) return []
  const when = records.length === 0 ? 'before its tests began' : 'before its tests had ended'
  return [`${name} exited with ${exitCode} ${when}`]
}

function notesOf({ name, run }: Facts): readonly string[] {
  const isForeign = run?.records.some((text) => /^foreign\b/.test(text))
  return isForeign ? [`${name} started tests that no test file has`] : []
}

function programOf(records: readonly string[]): ProgramReport {
  const open = new Set<string>()
  const tests: ReportedTest[] = []
  let name: string | undefined
  for (const record of records) {
    const [, kind, rest = ''] = /^(\w+) (.*)$/.exec(record) ?? []
    if (kind === 'begin') name = rest
    if (kind === 'run') open.add(rest)
    const [, status, test = ''] = (kind === 'end' && /^(\w+) (.*)$/.exec(rest)) || []
    if (status === 'passed' || status === 'failed' || status === 'skipped') {
      open.delete(test)
      tests.push({ name: test, status })
    }
  }
  return {
    name,
    tests: [...tests, ...[...open].map((test) => ({ name: test, status: undefined }))],
  }
}
