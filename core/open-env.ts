import type { Artifacts } from './artifact.ts'
import { chooseTask } from './choose-task.ts'
import { type Clock, systemClock } from './clock.ts'
import type { AnyDef, FinishContext, MaybePromise } from './define-env.ts'
import { didYouMean } from './did-you-mean.ts'
import {
  type Ended,
  type Info,
  type Invalid,
  isInvalid,
  type ResetOptions,
  type RunnerHooks,
  type Snapshot,
  type Step,
  type StepOptions,
  type TaskInfo,
} from './env.ts'
import { ConfigError, classifyError, messageOf, ResetNeededError, RewardError } from './errors.ts'
import { provisional, provisionalParts } from './evaluate.ts'
import { hashJson } from './hash.ts'
import { describeInvalid } from './invalid-action.ts'
import type { Json } from './json.ts'
import type { RewardTerm, Signals, StepTurn } from './reward.ts'
import { createRng, deriveSeed, type Rng, type RngState } from './rng.ts'
import { planOf } from './solution-plan.ts'
import { andThen, type ImmediateEnv, immediateStep, promised } from './wrappers/wrap.ts'
import { zodProblem } from './zod-problem.ts'

export interface OpenEnvOptions {
  readonly options: unknown
  readonly reward: RewardTerm<never>
  readonly preset: string | null
  readonly maxEpisodeSteps: number
  readonly seed: number | undefined
  readonly clock: Clock | undefined
}

/** The running episode: all that `snapshot` saves. */
interface Episode {
  state: unknown
  readonly rng: Rng
  readonly seed: number
  readonly task: TaskInfo | null
  readonly initialSignals: Signals | null
  signals: Signals | null
  steps: number
  /** Where seeds come from from here on. */
  readonly seeds: SeedStream
  finished: Promise<Signals | null> | null
  artifacts: Promise<Artifacts | null> | null
  finalInfo: Promise<Info | null> | null
}

/** Episodes without a seed of their own are seeded from the last seed that was given, by their count. */
type SeedStream = { readonly root: number; readonly count: number }

type StepResult = Awaited<ReturnType<AnyDef['step']>>

/** The bare env of a definition, before wrappers. Types are erased here; `make` puts them back. */
export function openEnv(definition: AnyDef, setup: OpenEnvOptions): ImmediateEnv<unknown, unknown> {
  const clock = setup.clock ?? systemClock
  const reward = setup.reward as RewardTerm<Signals>
  const { options } = setup
  const actionSpace = definition.actions?.(options) ?? definition.actionSpace
  const { schema } = actionSpace
  let episode: Episode | null = null
  let seeds: SeedStream = { root: setup.seed ?? 0, count: 0 }
  let generation = 0
  let closing: Promise<void> | null = null

  const current = (): Episode => {
    if (episode) return episode
    throw new ResetNeededError(
      `Cannot use env ${definition.id}: no episode has begun (call reset() first)`,
    )
  }
  const refuseClosed = (verb: string) => {
    if (!closing) return
    throw new ResetNeededError(`Cannot ${verb} env ${definition.id}: it is closed (make a new one)`)
  }
  const release = async () => {
    const { state } = episode ?? {}
    episode = null
    if (state !== undefined) await definition.close?.(state)
  }

  async function reset(request: ResetOptions = {}) {
    refuseClosed('reset')
    request.signal?.throwIfAborted()
    const seed = request.seed ?? deriveSeed(seeds.root, 'reset', seeds.count)
    if (!Number.isSafeInteger(seed) || seed < 0) {
      throw new ConfigError(
        `Cannot reset env ${definition.id}: seed ${seed} (give a whole number from 0)`,
      )
    }
    const mine = ++generation
    const rng = createRng(seed)
    const task = await chooseTask(definition, options, request.task, rng)
    await release()
    seeds =
      request.seed === undefined ? { ...seeds, count: seeds.count + 1 } : { root: seed, count: 0 }
    const context = { options, rng, seed, clock, task, signal: request.signal }
    const { state, observation, signals, info } = await definition.reset(context)
    if (closing || mine !== generation) {
      await definition.close?.(state)
      throw new ResetNeededError(
        `Cannot reset env ${definition.id}: ${closing ? 'it was closed' : 'it was reset again'} meanwhile (await one call before the next)`,
      )
    }
    episode = {
      state,
      rng,
      seed,
      task,
      initialSignals: signals ?? null,
      signals: signals ?? null,
      steps: 0,
      seeds,
      finished: null,
      artifacts: null,
      finalInfo: null,
    }
    return { observation, info: signals ? { ...info, signals } : (info ?? {}) }
  }

  function step(action: unknown, request?: StepOptions): MaybePromise<Step<unknown>> {
    const running = current()
    request?.signal?.throwIfAborted()
    if (isInvalid(action)) return refuse(running, action)
    const parsed = schema.safeParse(action)
    if (!parsed.success) {
      return refuse(running, { invalid: zodProblem(parsed.error), raw: action })
    }
    const context = { options, rng: running.rng, clock, signal: request?.signal }
    return andThen(definition.step(running.state, parsed.data, context), (result) =>
      complete(running, result),
    )
  }

  function complete(running: Episode, result: StepResult): Step<unknown> {
    if (result.state !== undefined) running.state = result.state
    // A copy: an author may count in one object, and then `previous` would be what it becomes.
    const signals: Signals = { ...result.signals }
    const turn: StepTurn<Signals> = {
      index: running.steps++,
      signals,
      previous: running.signals,
      terminated: result.terminated ?? false,
    }
    running.signals = signals
    const { value, parts } = worthOf(turn)
    return {
      observation: result.observation,
      reward: value,
      rewards: parts,
      terminated: turn.terminated,
      truncated: false,
      info: result.info ? { ...result.info, signals } : { signals },
    }
  }

  function worthOf(turn: StepTurn<Signals>) {
    try {
      return { value: provisional(reward, turn), parts: provisionalParts(reward, turn) }
    } catch (error) {
      if (classifyError(error, 'EnvError') !== 'EnvError') throw error
      throw new RewardError(
        `Cannot value step ${turn.index} of ${definition.id}: ${messageOf(error)} (mend the reward term)`,
        { cause: error },
      )
    }
  }

  function refuse(running: Episode, problem: Invalid): MaybePromise<Step<unknown>> {
    running.steps++
    const described = definition.invalid
      ? definition.invalid(problem, running.state)
      : describeInvalid(problem, actionSpace)
    return andThen<unknown, Step<unknown>>(described, (observation) => ({
      observation,
      reward: 0,
      rewards: {},
      terminated: false,
      truncated: false,
      info: { invalid: problem.invalid },
    }))
  }

  async function afterGrading<T>(
    ended: Ended,
    signal: AbortSignal | undefined,
    make: (context: FinishContext<unknown>) => MaybePromise<T> | undefined,
  ): Promise<T | null> {
    const { rng } = current()
    await runner.finish(ended, signal)
    return (await make({ options, rng, clock, signal, ended })) ?? null
  }

  const stateNow = () => current().state
  const { cheats = {} } = definition
  const runner: RunnerHooks<unknown> = {
    reward: setup.reward,
    initialSignals: () => current().initialSignals,
    ...(definition.tasks ? { tasks: async () => definition.tasks?.list(options) ?? [] } : {}),
    task: () => current().task,
    seed: () => current().seed,
    finish(ended: Ended, signal?: AbortSignal) {
      const running = current()
      // Asynchronous, so that grading which throws at once has also run: never a second time.
      running.finished ??= (async () => {
        const context = { options, rng: running.rng, clock, signal, ended }
        return (await definition.finish?.(running.state, context)) ?? null
      })()
      return running.finished
    },
    artifacts(ended: Ended, signal?: AbortSignal) {
      const running = current()
      running.artifacts ??= afterGrading(ended, signal, (context) =>
        definition.artifacts?.(running.state, context),
      )
      return running.artifacts
    },
    finalInfo(ended: Ended, signal?: AbortSignal) {
      const running = current()
      running.finalInfo ??= afterGrading(ended, signal, (context) =>
        definition.finalInfo?.(running.state, context),
      )
      return running.finalInfo
    },
    ...(definition.deadlines ? { deadlines: definition.deadlines } : {}),
    ...(definition.gold
      ? { gold: () => planOf(() => definition.gold?.(stateNow()) ?? [], stateNow) }
      : {}),
    cheats: Object.keys(cheats),
    cheat(name) {
      const attack = Object.hasOwn(cheats, name) ? cheats[name] : undefined
      if (!attack) {
        throw new ConfigError(
          `Cannot cheat ${definition.id} by ${JSON.stringify(name)}: it declares no such attack (${didYouMean(name, Object.keys(cheats))})`,
        )
      }
      return planOf(() => attack(stateNow()), stateNow)
    },
    noop: definition.noop ?? null,
  }

  const close = () => {
    closing ??= release()
    return closing
  }
  const base: ImmediateEnv<unknown, unknown> = {
    spec: {
      id: definition.id,
      options: options as Json,
      reward: { preset: setup.preset, term: setup.reward.spec },
      maxEpisodeSteps: setup.maxEpisodeSteps,
      rewardThreshold: definition.rewardThreshold ?? 1,
      wrappers: [],
    },
    observationSpace: definition.observationSpace,
    actionSpace,
    runner,
    reset,
    step: promised(step),
    [immediateStep]: step,
    close,
    [Symbol.asyncDispose]: close,
  }
  if (definition.state === 'resource') return base

  return Object.assign(base, {
    async snapshot(): Promise<Snapshot> {
      const { finished: _, artifacts: __, finalInfo: ___, rng, ...rest } = current()
      return { kind: definition.id, state: structuredClone({ ...rest, rng: rng.state() }) as Json }
    },
    async restore(snapshot: Snapshot) {
      if (snapshot.kind !== definition.id) {
        throw new ConfigError(
          `Cannot restore env ${definition.id}: the snapshot is of ${snapshot.kind} (take one from the same env)`,
        )
      }
      refuseClosed('restore')
      generation++
      await release()
      const { rng: rngState, ...saved } = structuredClone(snapshot.state) as unknown as Omit<
        Episode,
        'rng' | 'finished' | 'artifacts' | 'finalInfo'
      > & { rng: RngState }
      const rng = createRng(0)
      rng.restore(rngState)
      seeds = saved.seeds
      episode = { ...saved, rng, finished: null, artifacts: null, finalInfo: null }
    },
    async fork() {
      const copy = openEnv(definition, { ...setup, clock })
      const forked = copy as typeof copy & { restore(snapshot: Snapshot): Promise<void> }
      await forked.restore(
        await (base as typeof forked & { snapshot(): Promise<Snapshot> }).snapshot(),
      )
      return forked
    },
    async stateHash() {
      const { state, rng } = current()
      return hashJson([definition.id, state, rng.state()])
    },
  })
}
