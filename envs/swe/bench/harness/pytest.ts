import { shellWord } from '../../../../core/shell-quote.ts'
import type { Harness } from './harness.ts'
import { guardedPlan } from './python/plan.ts'
import { PYTEST_GUARD } from './python/pytest-guard.ts'

const INSTALLS = /\bpip3? install\b[^;&|\n]*/g
const RUNS = /(?:^|[\s;&|('"/]|-m)(?:pytest|py\.test)(?:-3)?(?=$|[\s;&|)'"])/g

/** Any command that ends up in pytest, whichever way; of several runs in one command nobody knows which counts. */
export const pytestHarness: Harness = {
  plan(request) {
    const { command, testFiles } = request
    if (command !== undefined && command.replace(INSTALLS, '').match(RUNS)?.length !== 1) return
    const files = testFiles.map((file) => ` ${shellWord(file)}`).join('')
    return guardedPlan({
      request,
      command: command ?? `python3 -m pytest --color=no --tb=short -p no:cacheprovider${files}`,
      guard: PYTEST_GUARD,
      programs: ['pytest', 'py.test', 'pytest-3'],
    })
  },
}
