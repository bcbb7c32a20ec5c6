/**
 * The loop that every algorithm of reinforcement learning here shares:
 *
 *   plan groups, play them, leave out what says nothing   (trainers/rollouts)
 *   rewards -> advantages, one a token                     (trainers/advantages)
 *   forward, backward, one step of AdamW, or several       (trainers/losses, trainers/update)
 *   now and then: held-out episodes, a save                (here)
 *
 * What is unscored (a failure of the infrastructure) is in no baseline and no loss. A synchronous run is a
 * function of its seed and its options: resumed from a save, it goes on bit for bit.
 */
import { setMaxListeners } from 'node:events'
import { createRng, ModelError } from '../../core/index.ts'
import { createSchedule } from '../../models/index.ts'
import { createEntropyController, createKlController } from '../losses/index.ts'
import type { Collector } from '../rollouts/collect.ts'
import { type Collected, collectKept, describeShortage } from '../rollouts/dynamic-sampling.ts'
import { type GroupFilter, keepByVariance, keepGroup } from '../rollouts/filters.ts'
import type { GroupPlanner } from '../rollouts/plan-groups.ts'
import type { GroupPlan, RolloutGroup } from '../rollouts/rollout-group.ts'
import { rolloutMetrics } from '../rollouts/statistics.ts'
import type { OptimizerStep, Update, UpdateStream } from '../update/update.ts'
import type { createAlarms } from './alarms.ts'
import type { Algorithm } from './algorithm.ts'
import { creditTokens } from './credit-tokens.ts'
import { type Evaluation, evaluate } from './evaluate.ts'
import { meanMetrics } from './mean-metrics.ts'
import type { Alarm, RlMetrics } from './metrics.ts'
import type { RlOptions } from './options.ts'
import type { RlState } from './state.ts'

export interface RlJob {
  readonly algorithm: Algorithm
  readonly options: RlOptions & { readonly learningRate: number; readonly evalEvery: number }
  readonly planner: GroupPlanner
  readonly collector: Collector
  /** Plays what is held out: with a sampler of its own, so that evaluations leave no trace in training. */
  readonly evaluator: { readonly collector: Collector; readonly plans: readonly GroupPlan[] }
  readonly update: Update
  /** Scores under the reference; null where no divergence is asked for. */
  readonly reference: Update['score'] | null
  readonly alarms: ReturnType<typeof createAlarms>
  /** Forgets what a sampler holds of earlier updates: after one that changed no weight. */
  readonly freshSampler: () => Promise<void>
  readonly from?: RlState | undefined
  /** Aborted: the update that runs is finished, and the run ends as interrupted. */
  readonly stop?: AbortSignal | undefined
  readonly onPhase?: (phase: 'rollout' | 'update' | 'evaluation') => void
  readonly onUpdate: (result: UpdateResult) => Promise<void>
  readonly onShortage?: (message: string) => void
  /** A better policy than any before, by what is held out. */
  readonly onBest: () => Promise<void>
  readonly save: (state: RlState) => Promise<void>
}

/** What an update was, and what the run has come to with it. */
export interface UpdateResult {
  readonly metrics: RlMetrics
  readonly alarms: readonly Alarm[]
  readonly state: RlState
  readonly groups: readonly RolloutGroup[]
  readonly streams: readonly UpdateStream[]
  /** An optimizer step was skipped: its gradient was not finite. */
  readonly isSkipped: boolean
}

export interface RlResult {
  readonly status: 'complete' | 'interrupted'
  readonly state: RlState
  readonly last: RlMetrics | null
}

/** So many optimizer steps in a row without a finite gradient, and it will not get better. */
const HOPELESS = 20

interface Batch {
  readonly collected: Collected
  readonly seconds: number
}

/** A batch that is being played. */
interface Coming {
  readonly batch: Promise<Batch>
  /** What the next group was before it was planned. */
  readonly plannedFrom: RlState['planner']
}

/** @throws ModelError when training has stopped making sense. What was saved before stays. */
export async function trainRl(job: RlJob): Promise<RlResult> {
  const { algorithm, options, planner, update, alarms, stop } = job
  const { updates, staleness, evalEvery, saveEvery } = options
  const rng = createRng(options.seed)
  const learningRate = createSchedule({
    ...{ kind: options.schedule, peak: options.learningRate, floor: options.floor },
    ...{ warmupSteps: options.warmupUpdates, steps: updates },
  })
  const kl = createKlController(algorithm.loss.kl)
  const entropy = createEntropyController(algorithm.loss.entropy)
  const giveUp = new AbortController()
  // One listener or more an episode: many are no leak.
  setMaxListeners(0, giveUp.signal)

  let state: RlState = job.from ?? {
    ...{ update: 0, optimizerSteps: 0, episodes: 0, tokens: 0, skipped: 0, skippedInARow: 0 },
    ...{ planner: planner.state(), kl: kl.state(), entropy: entropy.state() },
    ...{ alarms: alarms.state(), best: null, evaluated: null },
  }
  planner.restore(state.planner)
  kl.restore(state.kl)
  entropy.restore(state.entropy)
  if (job.from) alarms.restore(state.alarms)
  const stepsBefore = state.optimizerSteps

  /** Groups of one update; several may be under way where rollouts run ahead. */
  const collect = async (number: number): Promise<Batch> => {
    const startedAt = performance.now()
    const collected = await collectKept({
      wanted: options.groups,
      most: Math.max(options.groups, Math.floor(options.groups * options.resample)),
      next: () => planner.next(),
      play: (plan, signal) => playGroup(job, plan, number, signal),
      keep: (group) => keepGroup(group, filterOf(algorithm, options)),
      report: (group) => planner.report(group),
      refill: staleness > 0 ? 'at once' : 'rounds',
      signal: giveUp.signal,
    })
    const varied = keepByVariance(collected.kept, options.keepVariance)
    const discarded = [...collected.discarded, ...varied.discarded]
    const seconds = (performance.now() - startedAt) / 1000
    return { collected: { kept: varied.kept, discarded }, seconds }
  }

  const ahead: Coming[] = []
  let last: RlMetrics | null = null
  let savedAt = state.update
  try {
    while (state.update < updates && !stop?.aborted) {
      const startedAt = performance.now()
      const number = state.update

      // ---- Rollouts: of this update, and as far ahead as may be.
      job.onPhase?.('rollout')
      while (ahead.length <= staleness && number + ahead.length < updates) {
        const plannedFrom = planner.state()
        const batch = collect(number + ahead.length)
        batch.catch(() => {}) // It is thrown when its turn comes.
        ahead.push({ batch, plannedFrom })
      }
      const coming = ahead.shift()
      if (!coming) break
      const { collected, seconds: rolloutSeconds } = await coming.batch
      const shortage = describeShortage(collected, {
        wanted: options.groups,
        most: Math.floor(options.groups * options.resample),
      })
      if (shortage !== null) job.onShortage?.(`Update ${number + 1}: ${shortage}.`)

      // ---- Credit: a number for every token that was drawn.
      const creditSince = performance.now()
      job.onPhase?.('update')
      const version = state.optimizerSteps - stepsBefore
      const made = await creditTokens(job, trainedOf(collected, options), {
        version,
        klNow: kl.coefficient(),
      })
      const creditSeconds = (performance.now() - creditSince) / 1000

      // ---- Optimizer steps: each on a part of the groups, all groups in each epoch.
      const updateSince = performance.now()
      const steps: OptimizerStep[] = []
      for (let epoch = 0; epoch < algorithm.epochs; epoch++) {
        const order = rng.stream(`update ${number} epoch ${epoch}`)
        for (const streams of minibatches(made.streams, algorithm.minibatches, order)) {
          const step = await update.step(streams, {
            learningRate: learningRate(number),
            kl: kl.coefficient(),
            entropy: entropy.coefficient(),
          })
          if (step) steps.push(step)
        }
      }
      const updateSeconds = (performance.now() - updateSince) / 1000
      const skipped = steps.filter((step) => step.skipped).length
      const taken = steps.length - skipped
      const episodes = countEpisodes(collected)
      const means = meanMetrics(steps)
      if (means['kl'] !== undefined) kl.update(means['kl'], episodes)
      if (means['entropy'] !== undefined) entropy.update(means['entropy'], episodes)
      if (taken === 0 && staleness === 0) await job.freshSampler()

      state = {
        ...state,
        update: number + 1,
        optimizerSteps: state.optimizerSteps + taken,
        episodes: state.episodes + episodes,
        tokens: state.tokens + made.tokens,
        skipped: state.skipped + skipped,
        skippedInARow: taken > 0 ? 0 : state.skippedInARow + skipped,
        // Of a run ahead: what is under way is played again by a resumed run.
        planner: ahead[0]?.plannedFrom ?? planner.state(),
        kl: kl.state(),
        entropy: entropy.state(),
      }

      // ---- What is held out.
      const isEvaluated =
        job.evaluator.plans.length > 0 &&
        (state.update % evalEvery === 0 || state.update === updates)
      if (isEvaluated) job.onPhase?.('evaluation')
      const evalSince = performance.now()
      const evaluation = isEvaluated ? await evaluateNow(job, state.update, giveUp.signal) : null
      const evalSeconds = (performance.now() - evalSince) / 1000
      if (evaluation) {
        const { success, return: value } = evaluation
        const evaluated = { update: state.update, success, return: value ?? 0 }
        const isBest = isBetter(evaluation, state.best)
        state = { ...state, evaluated, ...(isBest ? { best: evaluated } : {}) }
        if (isBest) await job.onBest()
      }

      const seconds = (performance.now() - startedAt) / 1000
      const metrics: RlMetrics = {
        ...rolloutMetrics(collected),
        ...means,
        ...made.metrics,
        ...evaluation?.metrics,
        global_step: state.update,
        episodes: state.episodes,
        num_tokens: state.tokens,
        learning_rate: learningRate(number),
        skipped: state.skipped,
        kl_coefficient: kl.coefficient(),
        entropy_coefficient: entropy.coefficient(),
        'perf/throughput': made.tokens / seconds,
        'timing_s/step': seconds,
        'timing_s/rollout': rolloutSeconds,
        'timing_s/credit': creditSeconds,
        'timing_s/update': updateSeconds,
        ...(isEvaluated ? { 'timing_s/eval': evalSeconds } : {}),
      }
      last = metrics
      const raised = alarms.observe(metrics)
      state = { ...state, alarms: alarms.state() }
      await job.onUpdate({
        ...{ metrics, alarms: raised, state, streams: made.streams },
        groups: trainedOf(collected, options),
        isSkipped: skipped > 0,
      })

      if (state.update % saveEvery === 0 || state.update === updates) {
        await job.save(state)
        savedAt = state.update
      }
      if (state.skippedInARow >= HOPELESS) {
        throw new ModelError(
          `Cannot go on training: ${HOPELESS} steps in a row had no finite gradient (lower --learning-rate)`,
        )
      }
    }
    if (state.update > savedAt) await job.save(state)
  } finally {
    giveUp.abort(new ModelError('Cannot play on: the run has ended'))
    await Promise.allSettled(ahead.map(({ batch }) => batch))
  }
  return { status: state.update < updates ? 'interrupted' : 'complete', state, last }
}

/** What is trained: what was kept, and where that is asked for, groups that all failed, for their entropy alone. */
function trainedOf({ kept, discarded }: Collected, { exploreFailed }: RlOptions) {
  if (!exploreFailed) return kept
  return [
    ...kept,
    ...discarded.filter(({ reason }) => reason === 'all bad').map(({ group }) => group),
  ]
}

/** A group, with the greedy episode that is its baseline where the algorithm asks for one. */
async function playGroup(
  { algorithm, collector }: RlJob,
  plan: GroupPlan,
  number: number,
  signal: AbortSignal,
): Promise<RolloutGroup> {
  const playing = collector.play(plan, number, signal)
  if (!algorithm.needs.greedyEpisode) return playing
  const greedy = collector.playGreedy(plan, number, signal)
  const [group, { returns }] = await Promise.all([playing, greedy])
  return { ...group, greedyReturn: returns[0] ?? null }
}

/** Of algorithms whose baseline is the group's, a group without variance says nothing. */
const filterOf = (
  { needs }: Algorithm,
  { keepConstant, bandLow, bandHigh, dropVoid }: RlOptions,
): GroupFilter => ({
  zeroVariance: keepConstant ? 'off' : needs.variance,
  ...(bandLow > 0 || bandHigh < 1 ? { band: [bandLow, bandHigh] as const } : {}),
  dropVoid,
})

/** Streams in so many parts, whole groups in each, in an order of their own. */
function minibatches(
  streams: readonly UpdateStream[],
  parts: number,
  rng: ReturnType<typeof createRng>,
): readonly (readonly UpdateStream[])[] {
  if (parts === 1) return [streams]
  const groups = rng.shuffle([...new Set(streams.map(({ group }) => group))])
  const partOf = new Map(groups.map((group, at) => [group, at % parts]))
  return Array.from({ length: parts }, (_, part) =>
    streams.filter(({ group }) => partOf.get(group) === part),
  ).filter((part) => part.length > 0)
}

const countEpisodes = ({ kept, discarded }: Collected): number =>
  [...kept, ...discarded.map(({ group }) => group)].reduce(
    (sum, { trajectories }) => sum + trajectories.length,
    0,
  )

const evaluateNow = (job: RlJob, update: number, signal: AbortSignal): Promise<Evaluation> =>
  evaluate({ ...job.evaluator, update, sampled: job.options.evalSampled, signal })

/** By success, then by return; the first of equals stays. */
function isBetter({ success, return: value }: Evaluation, best: RlState['best']): boolean {
  if (!best) return true
  if ((success ?? -1) !== (best.success ?? -1)) return (success ?? -1) > (best.success ?? -1)
  return (value ?? Number.NEGATIVE_INFINITY) > best.return
}
