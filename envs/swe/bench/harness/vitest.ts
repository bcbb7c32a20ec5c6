import type { Harness, HarnessRequest } from './harness.ts'
import { type RunnerCommand, type TakenCommand, takeOver } from './jest-vitest/command.ts'
import { guardedRun } from './jest-vitest/plan.ts'
import { VITEST_MAIN, VITEST_RUNNER } from './vitest-programs.ts'

const VITEST: RunnerCommand = {
  runner: 'vitest',
  refused:
    /^(?:watch|dev|bench|init|list|related|-t|-u|-w|-h|-v|--(?:testNamePattern|watch|ui|browser|standalone|typecheck|mergeReports|update|help|version|inspect|inspect-brk|inspectBrk|vmThreads|runner|api)\b.*)$/,
  dropped:
    /^(?:run|--(?:run|reporters?|outputFile|coverage|no-coverage|pool|threads|no-threads|no-color|color|silent|open)(?:[=.].*)?)$/,
}

/**
 * vitest keeps reporters in its own process and runs tests in others, which it forks; each has a guard.
 *
 * What holds: results are told by the guard of the process, with a key that came over a pipe and is nowhere else; what
 * it tells vitest is not asked. Functions of tests are taken when they are collected; matchers, chai, assert, globals
 * and vitest's runner are closed before the test file loads judged code; checks that must fail run after each test and
 * at the end, outside of every test. Changes of tests, configuration and packages show by their change time.
 *
 * What does not: judged code shares process and realm. It can read memory (`/proc/self/mem`), tell a check by the stack
 * it is called from, return objects that `toEqual` takes for anything (asymmetric matchers), and change the result of
 * a hook or of `expect.soft`, which only vitest's own objects say. Where a test file names chai or extends `expect`,
 * matchers stay open to changes, and the checks alone tell.
 */
export const vitestHarness: Harness = {
  plan(request) {
    const { command, testFiles, root } = request
    if (command === undefined) {
      return planOf(request, { environment: [], args: testFiles.map((file) => `${root}/${file}`) })
    }
    const taken = takeOver(command, VITEST)
    return taken && planOf(request, taken)
  },
}

const planOf = ({ folder }: HarnessRequest, taken: TakenCommand) =>
  guardedRun(folder, taken, {
    main: 'vitest-main.mjs',
    programs: {
      'vitest-main.mjs': VITEST_MAIN,
      'vitest-runner.mjs': VITEST_RUNNER,
    },
  })
