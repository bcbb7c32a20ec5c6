import { quote } from '../parsers/runners.ts'
import type { Harness, HarnessPlan, HarnessRequest } from './harness.ts'
import { JEST_MAIN, JEST_RUNNER, SILENT_REPORTER } from './jest-programs.ts'
import { CHILD } from './jest-vitest/child.ts'
import { type RunnerCommand, type TakenCommand, takeOver } from './jest-vitest/command.ts'
import { MARKS } from './jest-vitest/marks.ts'
import { PARENT } from './jest-vitest/parent.ts'
import { newKey, readReport, untouchedReport } from './jest-vitest/report.ts'

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

function planOf({ folder }: HarnessRequest, { environment, args }: TakenCommand): HarnessPlan {
  // Nothing in a folder of that name is compiled by a repository's own transforms.
  const programs = `${folder}/node_modules/guard`
  const report = `${folder}/report`
  const key = newKey()
  const words = ['env', ...environment, 'node', `${programs}/jest-main.cjs`, report, ...args]
  return {
    files: {
      [report]: untouchedReport(key),
      [`${programs}/parent.cjs`]: PARENT,
      [`${programs}/marks.cjs`]: MARKS,
      [`${programs}/child.cjs`]: CHILD,
      [`${programs}/jest-main.cjs`]: JEST_MAIN,
      [`${programs}/jest-runner.cjs`]: JEST_RUNNER,
      [`${programs}/silent-reporter.cjs`]: SILENT_REPORTER,
    },
    command: words.map(quote).join(' '),
    report,
    read: (text) => readReport(text, key),
  }
}
