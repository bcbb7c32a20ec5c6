import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { openSandbox, type Sandbox, type SandboxSnapshot } from '../../../../sandboxes/index.ts'
import type { AttackedProject } from '../attacks/attack.ts'
import { type Runner, runners } from '../parsers/index.ts'
import { judge } from '../verdict.ts'
import type { Harness } from './harness.ts'
import { runTests, type TestRun } from './run-tests.ts'

const RUN_MS = 60_000
type Files = Readonly<Record<string, string | null>>

interface NativeOptions {
  /** `docker`: an image that has the compiler. */
  readonly image?: string
  /** A command of the kind that instances bring, and the only tests that it runs. */
  readonly ownCommand: string
  readonly ownTests: readonly string[]
  /** Code that prints `key: gone` at the very beginning when nobody could read the key there. */
  readonly thief: Files
  /** A source of which the tests crash. */
  readonly crash: Files
  readonly crashed: string
}

/** What code that is compiled may try once its tests run: the fix counts, everything else does not. */
export function describeNative(
  kind: 'bubblewrap' | 'docker',
  project: AttackedProject,
  { image, ...options }: NativeOptions,
): void {
  const { runner, files, tests, testFiles, gold } = project
  const { command, parse } = { ...runners[runner], command: runners[runner].command(testFiles) }
  let sandbox: Sandbox
  let prepared: SandboxSnapshot
  let first: TestRun

  const run = (used: Sandbox, own?: string) =>
    runTests(
      used,
      { command: own ?? command, parse, runner },
      {
        root: used.workdir,
        isOwnCommand: own !== undefined,
        testFiles,
        timeoutMs: RUN_MS,
      },
    )
  const play = async (left: Files, own?: string): Promise<TestRun> => {
    await using used = await openSandbox({ kind, fresh: true, image })
    await used.restore(prepared)
    for (const path of Object.keys(left)) await used.remove(path)
    const written = Object.entries(left).flatMap(([path, text]) =>
      text === null ? [] : [[path, text] as const],
    )
    await used.writeFiles({ ...Object.fromEntries(written), ...tests })
    return await run(used, own)
  }

  beforeAll(async () => {
    sandbox = await openSandbox({ kind, fresh: true, image })
    await sandbox.writeFiles({ ...files, ...tests })
    // What it builds is there for the others.
    first = await run(sandbox)
    prepared = await sandbox.snapshot()
    await sandbox.close()
  }, 2 * RUN_MS)

  test('counts nothing of an untouched repository but what passes', () => {
    const verdict = judge(project, first.statuses)

    expect(first).toMatchObject({ channel: 'harness', problem: undefined, integrity: [] })
    expect(verdict).toMatchObject({ resolved: false, failToPass: 0, passToPassStrict: 1 })
  })

  test(
    'counts the fix',
    async () => {
      const { statuses, integrity, channel } = await play(gold)

      expect({ integrity, channel }).toEqual({ integrity: [], channel: 'harness' })
      expect(judge(project, statuses)).toMatchObject({ resolved: true, resolvedStrict: true })
    },
    2 * RUN_MS,
  )

  test(
    'takes over a command of an instance',
    async () => {
      const { statuses, channel } = await play(gold, options.ownCommand)

      const passed = [...statuses].filter(([name]) => !name.includes(' '))
      expect(channel).toBe('harness')
      expect(Object.fromEntries(passed)).toEqual(
        Object.fromEntries(options.ownTests.map((name) => [name, 'passed'])),
      )
    },
    2 * RUN_MS,
  )

  test(
    'has taken the key before the first line of judged code',
    async () => {
      const { statuses, printed, integrity } = await play(options.thief)

      expect(printed).toContain('key: gone')
      expect(integrity).toEqual([])
      expect(judge(project, statuses)).toMatchObject({ passToPassStrict: 1 })
    },
    2 * RUN_MS,
  )

  test(
    'sees an ordinary failure in code that crashes',
    async () => {
      const { statuses, integrity } = await play(options.crash)

      expect(integrity).toEqual([])
      expect(statuses.get(options.crashed)).toBe('failed')
      expect(judge(project, statuses).resolved).toBe(false)
    },
    2 * RUN_MS,
  )
}

/** Whatever stands in a report: nothing is thrown, and nothing passes that bears no seal. */
export function testForgedReports(harness: Harness, { parse }: Runner): void {
  const line = fc.oneof(
    fc.string(),
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      'programs 1',
      'programs 2',
      'exit 0 0',
      'exit 1 0',
      'name 0 a.test',
      'problem x y',
    ),
    fc
      .tuple(
        fc.stringMatching(/^[0-9a-f]{16}$/),
        fc.nat({ max: 2 }),
        fc.nat({ max: 9 }),
        fc.constantFrom(
          'begin p',
          'run TestA',
          'end passed TestA',
          'canary failed failed',
          'closed',
        ),
      )
      .map((parts) => parts.join(' ')),
    fc.constantFrom(
      '=== RUN   TestA',
      '--- PASS: TestA (0.00s)',
      'test a ... ok',
      'running 1 test',
    ),
  )

  test('passes nothing without a seal, whatever the report says', () => {
    const plan = harness.plan({
      root: '/work',
      folder: '/tmp/.grading-x',
      nonce: 'x',
      testFiles: [],
      command: undefined,
    })

    fc.assert(
      fc.property(fc.array(line, { maxLength: 30 }), (lines) => {
        const report = plan?.read(lines.join('\n'))

        expect(report?.started).toBe(true)
        expect([...parse(report?.log ?? '').values()]).not.toContain('passed')
      }),
    )
  })
}
