import { expect, test } from 'vitest'
import { openSandbox } from '../../../../../sandboxes/index.ts'
import type { AttackedProject } from '../../attacks/attack.ts'
import { type RunnerName, runners } from '../../parsers/index.ts'
import { type BenchVerdict, judge } from '../../verdict.ts'
import { runTests, type TestRun } from '../run-tests.ts'

export interface Played {
  readonly run: TestRun
  readonly verdict: BenchVerdict
}

type Files = Readonly<Record<string, string>>

export interface PlayOptions {
  readonly kind?: 'bubblewrap' | 'docker'
  /** The command of an instance. */
  readonly command?: string
  readonly testFiles?: readonly string[]
}

/** Runs tests on files in a sandbox of their own, as grading does. */
export async function runIn(
  runner: RunnerName,
  files: Files,
  { kind = 'bubblewrap', command, testFiles = [] }: PlayOptions = {},
): Promise<TestRun> {
  await using sandbox = await openSandbox({ kind, fresh: true })
  await sandbox.writeFiles(files)
  const { parse } = runners[runner]
  const plan = { command: command ?? runners[runner].command(testFiles), parse, runner }
  return await runTests(sandbox, plan, {
    root: sandbox.workdir,
    isOwnCommand: command !== undefined,
    testFiles,
    timeoutMs: 60_000,
  })
}

/** A project with its tests in place and a change of its sources. */
export async function play(
  project: AttackedProject,
  change: Files = {},
  options: PlayOptions = {},
): Promise<Played> {
  const files = { ...project.files, ...change, ...project.tests }
  const { runner, testFiles } = project
  const run = await runIn(runner, files, { testFiles, ...options })
  return { run, verdict: judge(project, run.statuses) }
}

/** What a command prints where nothing watches it. */
export async function printedBy(command: string, files: Files): Promise<string> {
  await using sandbox = await openSandbox({ kind: 'bubblewrap', fresh: true })
  await sandbox.writeFiles(files)
  const { stdout, stderr } = await sandbox.exec(command, {
    env: { LANG: 'C.UTF-8', PYTHONDONTWRITEBYTECODE: '1' },
  })
  return `${stdout}${stderr}`
}

/** The fix counts and what was there does not; what else is tried is played whole by the tests of `attacks/`. */
export function testCounting(project: AttackedProject): void {
  test('counts the fix, and nothing else', async () => {
    const gold = await play(project, project.gold)
    const untouched = await play(project)

    expect(gold.run).toMatchObject({ channel: 'harness', problem: undefined, integrity: [] })
    expect(gold.verdict).toMatchObject({ resolved: true, resolvedStrict: true })
    expect(untouched.run).toMatchObject({ channel: 'harness', problem: undefined, integrity: [] })
    expect(untouched.verdict).toMatchObject({ resolved: false, passToPass: 1, failToPass: 0 })
  })
}
