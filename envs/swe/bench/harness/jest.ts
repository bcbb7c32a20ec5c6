import type { Harness, HarnessRequest } from './harness.ts'
import { JEST_MAIN, JEST_RUNNER, SILENT_REPORTER } from './jest-programs.ts'
import { type RunnerCommand, type TakenCommand, takeOver } from './jest-vitest/command.ts'
import { guardedRun } from './jest-vitest/plan.ts'

const JEST: RunnerCommand = {
  runner: 'jest',
  refused:
    /^(?:-t|-h|-c=|--(?:testNamePattern|watch|watchAll|detectOpenHandles|runner|testRunner|listTests|showConfig|clearCache|init|help|version|collectTests|debug|updateSnapshot|onlyFailures)\b.*|-u)$/,
  dropped:
    /^(?:-i|-w|-w=.*|--(?:runInBand|maxWorkers|json|verbose|silent|ci|colors?|no-colors?|reporters|outputFile|coverage|no-coverage|cache|no-cache|workerIdleMemoryLimit|forceExit)(?:=.*)?)$/,
}

/**
 * jest runs tests in the process of its reporters where there is only one file, so workers are forced; each has a guard.
 *
 * What holds: results are told by the guard of the worker, with a key that came over a pipe and is nowhere else; what
 * the worker tells jest is not asked. Globals, matchers, assert, the tests that were defined and jest-circus's handlers
 * are closed before the test file loads judged code; checks that must fail run after each test and at the end, outside
 * of every test, so that no name tells them. Changes of tests, configuration and packages show by their change time.
 *
 * What does not: judged code shares the process. It can read its memory (`/proc/self/mem`), tell a check by the stack it
 * is called from, or return objects that `toEqual` takes for anything (asymmetric matchers).
 */
export const jestHarness: Harness = {
  plan(request) {
    const { command, testFiles, root } = request
    if (command !== undefined) {
      const taken = takeOver(command, JEST)
      return taken && planOf(request, taken)
    }
    // Positional arguments are patterns over absolute paths.
    const patterns = testFiles.map((file) => `^${escaped(`${root}/${file}`)}$`)
    return planOf(request, { environment: [], args: patterns })
  },
}

const escaped = (text: string) => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&')

const planOf = ({ folder }: HarnessRequest, taken: TakenCommand) =>
  guardedRun(folder, taken, {
    main: 'jest-main.cjs',
    programs: {
      'jest-main.cjs': JEST_MAIN,
      'jest-runner.cjs': JEST_RUNNER,
      'silent-reporter.cjs': SILENT_REPORTER,
    },
  })
