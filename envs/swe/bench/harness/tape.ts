import { shellWord } from '../../../../core/shell-quote.ts'
import type { Harness } from './harness.ts'
import { commandWithGuard, guardModule, readGuarded, startsOnce } from './javascript/guard.ts'
import { launcher, RUNNER } from './javascript/runner-part.ts'
import { TAPE } from './javascript/tape-part.ts'

/** tape: its own command, or files that load it, taken over while it is loaded. */
export const tapeHarness: Harness = {
  plan({ root, folder, nonce, testFiles, command }) {
    if (command !== undefined && !startsOnce(command)) return undefined
    const [guard, start] = [`${folder}/guard.cjs`, `${folder}/start.cjs`]
    const settings = { key: `${folder}/key`, report: `${folder}/report`, root, testFiles }
    const files = testFiles.length === 0 ? ['test/**/*.js'] : testFiles
    const own = ['node', start, ...files].map(shellWord).join(' ')
    return {
      files: {
        [settings.key]: nonce,
        [guard]: guardModule(settings, RUNNER + TAPE),
        [start]: launcher('tape', root),
      },
      command: commandWithGuard(command ?? own, guard, settings),
      report: settings.report,
      read: (report) => readGuarded(report, nonce),
    }
  },
}
