import { join } from 'node:path'
import {
  type Agent,
  ConfigError,
  type Json,
  type LogProbScorer,
  ModelError,
  type Services,
  systemClock,
} from '../../core/index.ts'
import type { Engine, EngineSpec, PolicySpeech } from '../../models/index.ts'
import { exportPolicy } from '../export-policy.ts'
import { openLineLog, readLines } from '../line-log.ts'
import { allLinear, openPolicy, openPolicySource, type PolicyDescription } from '../open-policy.ts'
import { evaluationPlan } from '../rollouts/evaluation-plan.ts'
import { createGroupPlanner } from '../rollouts/plan-groups.ts'
import { exportSamples } from '../samples/export-samples.ts'
import { openSaved, saveTraining } from '../saves.ts'
import { createEventFile } from '../tensorboard/event-file.ts'
import {
  checkNewFolder,
  createTrainingRun,
  foldersOf,
  newTrainingFile,
  readTrainingRun,
  recorded,
  reopenTrainingRun,
  type TrainingFile,
} from '../training-run.ts'
import { createAlarms } from './alarms.ts'
import type { Algorithm } from './algorithm.ts'
import { createAlgorithm } from './algorithms.ts'
import { type RlConfig, rlConfigSchema } from './config.ts'
import type { Alarm, RlMetrics } from './metrics.ts'
import { type ChosenEnv, openEnvs } from './open-envs.ts'
import { openLearner } from './open-learner.ts'
import { type BestEvaluation, type RlState, readRlState } from './state.ts'
import { trainRl, type UpdateResult } from './train-rl.ts'

export interface RlRunOptions {
  readonly engine: () => Promise<Engine>
  /** The envs of the config, in order, with their definitions. */
  readonly envs: (config: RlConfig) => Promise<readonly ChosenEnv[]>
  /** Who acts with the policy: as it learns, and greedily. */
  readonly agents: (config: RlConfig, speech: PolicySpeech) => Promise<RlAgents>
  /** Changes the algorithm of the config: credit of your own, say. A resumed run needs the same. */
  readonly algorithm?: (made: Algorithm) => Algorithm
  /** What rewards may ask; `logProbs` is the policy as it learns where nothing else is given. */
  readonly services?: Services
  /** Aborted: the update that runs is finished and saved, and the run ends as interrupted. */
  readonly stop?: AbortSignal
  readonly onStart?: (start: RlStart) => void
  readonly onPhase?: (phase: 'rollout' | 'update' | 'evaluation') => void
  readonly onUpdate?: (metrics: RlMetrics, progress: RlProgress) => void
  readonly onAlarm?: (alarm: Alarm) => void
  readonly onWarning?: (message: string) => void
}

export interface RlAgents {
  readonly sampled: Agent<unknown, unknown>
  readonly greedy: Agent<unknown, unknown>
}

/** What is settled before the first update. */
export interface RlStart {
  readonly dir: string
  readonly seed: number
  readonly engine: EngineSpec
  readonly policy: PolicyDescription
  /** `grpo (ppo loss)`. */
  readonly algorithm: string
  readonly envs: readonly string[]
  readonly updates: number
  readonly groups: number
  readonly groupSize: number
  /** Why that: options that were left to us. */
  readonly lockstep: boolean
  /** Of an earlier session. */
  readonly updatesDone: number
}

export interface RlProgress {
  readonly done: number
  readonly total: number
  /** In this session. */
  readonly seconds: number
  readonly etaSeconds: number
  readonly best: BestEvaluation | null
}

export interface RlRunResult extends RlStart {
  readonly status: 'complete' | 'interrupted'
  readonly state: RlState
  readonly last: RlMetrics | null
  /** All that were raised, earlier sessions included. */
  readonly alarms: readonly Alarm[]
  /** Unscored episodes by class, of this session. */
  readonly unscored: Readonly<Record<string, number>>
  /** Of all sessions. */
  readonly seconds: number
  /** Where the best policy is; null where none was kept yet. */
  readonly exported: string | null
}

/**
 * Trains in a new folder: `run.json`, `metrics.jsonl`, `alarms.jsonl`, `samples.jsonl`, TensorBoard's event files,
 * saves to go on from, and in `model` (or `adapter`) the policy that did best on what is held out.
 * @throws ConfigError before anything is written, for what cannot be trained.
 */
export const runRl = (dir: string, config: RlConfig, options: RlRunOptions): Promise<RlRunResult> =>
  session({ dir, config, stored: null }, options)

/** Goes on with a run from its last save: a synchronous one exactly as if it had never stopped. */
export async function resumeRl(dir: string, options: RlRunOptions): Promise<RlRunResult> {
  const stored = await readTrainingRun(dir)
  const config = rlConfigSchema.safeParse(stored.config)
  if (!config.success) {
    throw new ConfigError(
      `Cannot resume ${dir}: it is no run of reinforcement learning (see its run.json)`,
    )
  }
  if (stored.status === 'complete') {
    throw new ConfigError(
      `Cannot resume ${dir}: all its ${stored.steps} updates are done (train its model on with --model ${dir})`,
    )
  }
  return session({ dir, config: config.data, stored }, options)
}

/**
 * What a config comes to: algorithm, envs, and what is played. Nothing is written, no model is opened.
 * @throws ConfigError for what does not go together.
 */
export async function planRl(
  config: RlConfig,
  chosen: readonly ChosenEnv[],
  {
    services = {},
    algorithm: change = (made) => made,
  }: Pick<RlRunOptions, 'services' | 'algorithm'> = {},
) {
  const algorithm = change(createAlgorithm(config.algorithm, config.method))
  checkGroups(config, algorithm.needs.groupSize)
  const { entropy } = algorithm.loss
  if (config.exploreFailed && entropy.coefficient === 0 && entropy.floor === null) {
    throw new ConfigError(
      'Cannot explore failed groups: there is no entropy bonus (give --entropy-coefficient or --entropy-floor)',
    )
  }
  const envs = await openEnvs(chosen, algorithm, { logProbs: ofPolicy, ...services })
  const plans = evaluationPlan({
    seed: config.seed,
    envs: envs.map(({ allTasks, definition }) => ({ name: definition.id, tasks: allTasks })),
    episodes: config.evalEpisodes,
    split: config.evalSplit,
  })
  const planner = createGroupPlanner({
    ...{ seed: config.seed, groupSize: config.groupSize },
    envs: envs.map(({ definition, weight, tasks }) => ({
      ...{ name: definition.id, weight, tasks },
      ...(config.curriculum === 'off' ? {} : { difficulty: 'curriculum' as const }),
    })),
    ...(config.curriculum === 'off' ? {} : { curriculum: { kind: config.curriculum } }),
  })
  return { algorithm, envs, plans, planner }
}

/** In the place of the policy's own scorer, which is there once the policy is. */
const ofPolicy: LogProbScorer = {
  score: () => Promise.reject(new ModelError('Cannot score: the policy is not open yet')),
}

interface Asked {
  readonly dir: string
  readonly config: RlConfig
  readonly stored: TrainingFile | null
}

/** Opens what a run needs, in the order of how soon a mistake can be told, and trains. */
async function session(
  { dir, config, stored }: Asked,
  options: RlRunOptions,
): Promise<RlRunResult> {
  const { services = {}, onWarning = () => {} } = options
  if (!stored) await checkNewFolder(dir)
  const { algorithm, envs, plans, planner } = await planRl(
    config,
    await options.envs(config),
    options,
  )
  const choice = {
    model: config.model,
    adapter: config.adapter,
    ...(config.loraRank === undefined ? {} : { lora: loraOf(config.loraRank, config.loraAlpha) }),
  }
  const source = await openPolicySource(choice)
  if (source.kind === 'scratch') {
    throw new ConfigError(
      `Cannot train ${config.model} with rewards: it is a size, and knows no language yet (warm it up with palaestra train sft, and give the folder)`,
    )
  }
  await using _checkpoint = source.checkpoint
  const folders = foldersOf(dir)
  await using engine = await options.engine()
  const { tokenizer } = source
  const contextLength = source.checkpoint.config.maxLength
  await using policy = await openPolicy(source, {
    ...{ ...choice, tokenizer, contextLength, seed: config.seed },
  })
  await using saved = stored ? await openSaved(folders.checkpoint) : null
  const from = saved ? readRlState(saved.extra) : undefined
  await using learner = await openLearner({
    ...{ engine, policy, algorithm, config, envs, saved, services, onWarning },
    agents: (speech) => options.agents(config, speech),
  })

  const evalEvery = config.evalEvery ?? Math.max(1, Math.ceil(config.updates / 10))
  const settled = { ...config, learningRate: learner.learningRate, evalEvery }
  await using run = stored
    ? await reopenTrainingRun(dir, from?.update ?? 0)
    : await createTrainingRun(dir)
  const done = from?.update ?? 0
  await using alarmLog = await openLineLog(join(dir, 'alarms.jsonl'), done)
  await using sampleLog = await openLineLog(join(dir, 'samples.jsonl'), done)
  await using events = await createEventFile(join(dir, 'tensorboard'), {
    clock: systemClock,
    ...(stored ? { after: done } : {}),
    config: config as unknown as Json,
  })
  const start: RlStart = {
    ...{ dir, seed: config.seed, engine: engine.spec, policy: policy.description },
    algorithm: `${algorithm.name} (${algorithm.about})`,
    envs: envs.map(({ definition }) => definition.id),
    ...{ updates: config.updates, groups: config.groups, groupSize: config.groupSize },
    ...{ lockstep: learner.lockstep, updatesDone: done },
  }
  const file: TrainingFile = {
    ...(stored ?? newTrainingFile(config.algorithm, engine.spec)),
    status: 'running',
    // With what was decided for the user: another version may decide otherwise.
    config: settled as unknown as Json,
    engine: engine.spec as unknown as Json,
    model: policy.description as unknown as Json,
    data: { envs: envs.map(({ spec }) => spec) } as unknown as Json,
    steps: config.updates,
    progress: (from ?? null) as Json,
  }
  const alarms = createAlarms({
    staleness: config.staleness * algorithm.epochs * algorithm.minibatches,
  })
  const raised: Alarm[] = [...(await readLines<Alarm>(join(dir, 'alarms.jsonl')))]
  const unscored: Record<string, number> = {}
  let exported: string | null = from?.best ? learner.exportedIn(dir) : null
  const keep = async () => {
    exported = await exportPolicy(dir, policy, learner.parameters)
  }

  const train = async () => {
    options.onStart?.(start)
    const startedAt = performance.now()
    const onUpdate = async (result: UpdateResult) => {
      const { metrics, state } = result
      await run.appendMetrics(metrics)
      await events.scalars(state.update, metrics)
      await alarmLog.append(result.alarms)
      raised.push(...result.alarms)
      for (const [name, count = 0] of Object.entries(metrics)) {
        if (!name.startsWith('unscored/')) continue
        const errorClass = name.slice('unscored/'.length)
        unscored[errorClass] = (unscored[errorClass] ?? 0) + count
      }
      const isLooked = config.samplesEvery > 0 && (state.update - 1) % config.samplesEvery === 0
      if (isLooked || result.isSkipped) {
        const all = result.isSkipped ? 0 : config.samplesGroups
        const { groups, streams } = result
        await sampleLog.append(
          exportSamples(groups, streams, { update: state.update, tokenizer, all }),
        )
      }
      if (result.isSkipped) {
        onWarning(
          `A step of update ${state.update} was skipped: its gradient is not finite. Its samples are in ${join(dir, 'samples.jsonl')}.`,
        )
      }
      const seconds = (performance.now() - startedAt) / 1000
      options.onUpdate?.(metrics, progressOf(state, config.updates, done, seconds))
      for (const alarm of result.alarms) options.onAlarm?.(alarm)
    }
    const result = await trainRl({
      ...{ algorithm, options: settled, planner, alarms, from, onUpdate },
      ...{ collector: learner.collector, update: learner.update, reference: learner.reference },
      evaluator: { collector: learner.evaluator, plans },
      freshSampler: learner.freshSampler,
      ...(options.stop ? { stop: options.stop } : {}),
      ...(options.onPhase ? { onPhase: options.onPhase } : {}),
      onShortage: onWarning,
      onBest: keep,
      save: (state) =>
        saveTraining(folders.checkpoint, learner.parameters, {
          step: state.update,
          engine: engine.spec,
          extra: state as unknown as Json,
        }),
    })
    if (plans.length === 0 && result.status === 'complete') await keep()
    return { ...result, progress: result.state }
  }
  const { result, seconds } = await recorded(run, file, train)
  const { status, state, last } = result
  return { ...start, status, state, last, alarms: raised, unscored, seconds, exported }
}

function progressOf(
  { update, best }: RlState,
  total: number,
  before: number,
  seconds: number,
): RlProgress {
  const etaSeconds = ((total - update) * seconds) / Math.max(1, update - before)
  return { done: update, total, seconds, etaSeconds, best }
}

function checkGroups({ groupSize, algorithm, method }: RlConfig, least: number): void {
  if (groupSize >= least) return
  throw new ConfigError(
    `Cannot train ${String(method['advantage'] ?? algorithm)} with groups of ${groupSize}: each episode is compared with the others of its group (give --group-size ${Math.max(least, 8)}, or train reinforce-pp or ppo)`,
  )
}

const loraOf = (rank: number, alpha: number | undefined) => ({
  rank,
  alpha: alpha ?? 2 * rank,
  targets: allLinear,
  rankStabilized: false,
})
