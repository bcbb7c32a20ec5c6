import { shellWord } from '../../../../core/shell-quote.ts'
import type { Harness } from './harness.ts'
import { commandWithGuard, guardModule, readGuarded, startsOnce } from './javascript/guard.ts'
import { NODE_TEST } from './javascript/node-test-part.ts'

/** node:test: in place of `node --test` one guarded process a test file, each with a key of its own. */
export const nodeTestHarness: Harness = {
  plan({ root, folder, nonce, testFiles, command }) {
    if (command !== undefined && !startsOnce(command)) return undefined
    const guard = `${folder}/guard.cjs`
    const settings = { key: `${folder}/key`, report: `${folder}/report`, root }
    const own = ['node --test', ...testFiles.map(shellWord)].join(' ')
    return {
      files: { [settings.key]: nonce, [guard]: guardModule(settings, NODE_TEST) },
      command: commandWithGuard(command ?? own, guard, settings),
      report: settings.report,
      read: (report) => readGuarded(report, nonce),
    }
  },
}
