import { runners } from '../parsers/runners.ts'
import type { Harness } from './harness.ts'
import { guardedPlan } from './python/plan.ts'
import { UNITTEST_GUARD } from './python/unittest-guard.ts'

const RUNS = /\s-m unittest\b|\bruntests\.py\b|\bmanage\.py test\b/g

/** `python -m unittest`, and what ends up in its text runner: Django's. */
export const unittestHarness: Harness = {
  plan(request) {
    const { command, testFiles } = request
    if (command !== undefined && command.match(RUNS)?.length !== 1) return
    return guardedPlan({
      request,
      command: command ?? runners.unittest.command(testFiles),
      guard: UNITTEST_GUARD,
      programs: ['unittest', 'runtests.py', 'manage.py'],
    })
  },
}
