import { shellWord } from '../../../../core/shell-quote.ts'
import type { Harness } from './harness.ts'
import { commandWithGuard, guardModule, readGuarded, startsOnce } from './javascript/guard.ts'
import { MOCHA } from './javascript/mocha-part.ts'
import { launcher, RUNNER } from './javascript/runner-part.ts'

/** mocha: its own command, taken over while it is loaded. */
const mochaAs = (form: 'json' | 'tap'): Harness => ({
  plan({ root, folder, nonce, testFiles, command }) {
    if (command !== undefined && !startsOnce(command)) return undefined
    const [guard, start] = [`${folder}/guard.cjs`, `${folder}/start.cjs`]
    const settings = { key: `${folder}/key`, report: `${folder}/report`, root, testFiles }
    const own = ['node', start, ...testFiles].map(shellWord).join(' ')
    return {
      files: {
        [settings.key]: nonce,
        [guard]: guardModule({ ...settings, tap: form === 'tap' }, RUNNER + MOCHA),
        [start]: launcher('mocha', root),
      },
      command: commandWithGuard(command ?? own, guard, settings),
      report: settings.report,
      read: (report) => readGuarded(report, nonce),
    }
  },
})

export const mochaHarness = mochaAs('json')
export const mochaTapHarness = mochaAs('tap')
