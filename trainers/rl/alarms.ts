import type { Json } from '../../core/index.ts'
import { type History, noHistory, remember } from './alarms/history.ts'
import { learningRules } from './alarms/learning-rules.ts'
import { optimizerRules } from './alarms/optimizer-rules.ts'
import { rolloutRules } from './alarms/rollout-rules.ts'
import type { Finding, Limits, Rule } from './alarms/rule.ts'
import type { Alarm, RlMetrics } from './metrics.ts'

/** Watches a run: the same metrics in the same order raise the same alarms. */
export interface Alarms {
  /** What is new with this update. */
  observe(metrics: RlMetrics): readonly Alarm[]
  /** Names of alarms that were raised and have not cleared. */
  raised(): readonly string[]
  state(): Json
  restore(state: Json): void
}

export type AlarmOptions = Partial<Limits>

const rules: readonly Rule[] = [...rolloutRules, ...optimizerRules, ...learningRules]

export const alarmNames: readonly string[] = rules.map(({ name }) => name)

/** For the guide: when an alarm is raised, what it means and what to do. */
export const alarmTable: readonly Pick<Rule, 'name' | 'seen' | 'means' | 'advice'>[] = rules.map(
  ({ name, seen, means, advice }) => ({ name, seen, means, advice }),
)

/** Updates without it, in a row, after which an alarm may be raised again. */
const CLEAR_AFTER = 5

/** Updates in a row that had the other verdict than the one that holds. */
type Standing = { readonly isRaised: boolean; readonly against: number }
type State = { readonly history: History; readonly standings: Readonly<Record<string, Standing>> }

/** `staleness` has no bound unless it is told. */
export function createAlarms({
  staleness = Number.POSITIVE_INFINITY,
  referenceKl = 1,
}: AlarmOptions = {}): Alarms {
  const limits = { staleness, referenceKl }
  let state: State = { history: noHistory, standings: {} }
  return {
    observe(now) {
      const before = state.history
      const update = { now, history: remember(before, now), before, limits }
      const judged = rules.map((rule) => ({ rule, verdict: rule.judge(update) }))
      const standings = judged.map(({ rule, verdict }) => {
        const standing = state.standings[rule.name] ?? { isRaised: false, against: 0 }
        return [
          rule.name,
          verdict === undefined ? standing : next(rule, standing, verdict !== null),
        ] as const
      })
      const after = Object.fromEntries(standings)
      const raised = judged.flatMap(({ rule, verdict }) =>
        verdict && after[rule.name]?.isRaised && !state.standings[rule.name]?.isRaised
          ? [alarmOf(rule, verdict, now.global_step)]
          : [],
      )
      state = { history: update.history, standings: after }
      return raised
    },
    raised: () => alarmNames.filter((name) => state.standings[name]?.isRaised),
    state: () => state,
    restore(saved) {
      state = saved as unknown as State
    },
  }
}

function next(rule: Rule, { isRaised, against }: Standing, isBad: boolean): Standing {
  if (isBad === isRaised) return { isRaised, against: 0 }
  const needed = isRaised ? (rule.clearAfter ?? CLEAR_AFTER) : (rule.raiseAfter ?? 1)
  return against + 1 >= needed
    ? { isRaised: isBad, against: 0 }
    : { isRaised, against: against + 1 }
}

function alarmOf(rule: Rule, verdict: string | Finding, update: number): Alarm {
  const { seen, means, advice } = {
    ...rule,
    ...(typeof verdict === 'string' ? { seen: verdict } : verdict),
  }
  return { name: rule.name, update, message: `${upper(seen)}: ${means} (${advice})` }
}

const upper = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
