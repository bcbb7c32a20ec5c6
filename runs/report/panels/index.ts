import type { AnyPanel } from '../panel.ts'
import { actionsPanel } from './actions.ts'
import { comparisonPanel } from './comparison.ts'
import { failuresPanel } from './failures.ts'
import { passAtKPanel } from './pass-at-k.ts'
import { rewardsPanel } from './rewards.ts'
import { samplingPanel } from './sampling.ts'
import { successPanel } from './success.ts'
import { timingsPanel } from './timings.ts'
import { turnsPanel } from './turns.ts'
import { unscoredPanel } from './unscored.ts'
import { usagePanel } from './usage.ts'

/** In the order of the page. */
export const panels: readonly AnyPanel[] = [
  successPanel,
  comparisonPanel,
  passAtKPanel,
  rewardsPanel,
  unscoredPanel,
  failuresPanel,
  turnsPanel,
  actionsPanel,
  timingsPanel,
  usagePanel,
  samplingPanel,
]
