import type { AnyPanel } from '../panel.ts'
import { actionsPanel } from './actions.ts'
import { comparisonPanel } from './comparison.ts'
import { failuresPanel } from './failures.ts'
import { integrityPanel } from './integrity.ts'
import { passAtKPanel } from './pass-at-k.ts'
import { rewardsPanel } from './rewards.ts'
import { samplingPanel } from './sampling.ts'
import { successPanel } from './success.ts'
import { timingsPanel } from './timings.ts'
import { alarmsPanel } from './training/alarms.ts'
import { difficultiesPanel } from './training/difficulties.ts'
import { learningPanel } from './training/learning.ts'
import { machineryPanel } from './training/machinery.ts'
import { otherMetricsPanel } from './training/other.ts'
import { setupPanel } from './training/setup.ts'
import { turnsPanel } from './turns.ts'
import { unscoredPanel } from './unscored.ts'
import { usagePanel } from './usage.ts'

/** In the order of the page. */
export const panels: readonly AnyPanel[] = [
  learningPanel,
  difficultiesPanel,
  machineryPanel,
  alarmsPanel,
  otherMetricsPanel,
  setupPanel,
  successPanel,
  comparisonPanel,
  passAtKPanel,
  rewardsPanel,
  unscoredPanel,
  failuresPanel,
  integrityPanel,
  turnsPanel,
  actionsPanel,
  timingsPanel,
  usagePanel,
  samplingPanel,
]
