import type { RunnerName } from '../parsers/index.ts'
import { cargoHarness } from './cargo.ts'
import { goHarness } from './go.ts'
import type { Harness } from './harness.ts'
import { jestHarness } from './jest.ts'
import { mochaHarness, mochaTapHarness } from './mocha.ts'
import { nodeTestHarness } from './node-test.ts'
import { pytestHarness } from './pytest.ts'
import { tapeHarness } from './tape.ts'
import { unittestHarness } from './unittest.ts'
import { vitestHarness } from './vitest.ts'

export type { Harness, HarnessPlan, HarnessReport, HarnessRequest } from './harness.ts'

/** One line a runner; where there is none, results come from the log, which is no proof. */
export const harnesses: Readonly<Partial<Record<RunnerName, Harness>>> = {
  go: goHarness,
  cargo: cargoHarness,
  mocha: mochaHarness,
  'mocha-tap': mochaTapHarness,
  'node-tap': nodeTestHarness,
  'tape-tap': tapeHarness,
  'pytest-rA': pytestHarness,
  unittest: unittestHarness,
  jest: jestHarness,
  vitest: vitestHarness,
}
