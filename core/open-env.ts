import { type Clock, systemClock } from './clock.ts'
import type { AnyDef, MaybePromise, Solution } from './define-env.ts'
import { didYouMean } from './did-you-mean.ts'
import {
  type Ended,
  type Invalid,
  isInvalid,
  type Plan,
  type ResetOptions,
  type RunnerHooks,
  type Snapshot,
  type Step,
  type StepOptions,
  type TaskInfo,
} from './env.ts'
import { ConfigError, ResetNeededError } from './errors.ts'
import { provisional, provisionalParts } from './evaluate.ts'
import { hashJson } from './hash.ts'
import { describeInvalid } from './invalid-action.ts'
import type { Json } from './json.ts'
import type { RewardTerm, Signals, StepTurn } from './reward.ts'
import { createRng, deriveSeed, type Rng, type RngState } from './rng.ts'
import { type ImmediateEnv, immediateStep, promised, then } from './wrappers/wrap.ts'
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
  finished: Promise<Signals | null> | null
}

type StepResult = Awaited<ReturnType<AnyDef['step']>>

/** The bare env of a definition, before wrappers. Types are erased here; `make` puts them back. */
export function openEnv(definition: AnyDef, setup: OpenEnvOptions): ImmediateEnv<unknown, unknown> {
  const clock = setup.clock ?? systemClock
  const reward = setup.reward as RewardTerm<Signals>
  const { options } = setup
  const schema = definition.actionSpace.schema
  let episode: Episode | null = null
  let resets = 0
  let closing: Promise<void> | null = null

  const current = (): Episode => {
    if (episode) return episode
    throw new ResetNeededError(
      `Cannot use env ${definition.id}: no episode has begun (call reset() first)`,
    )
  }
  const release = async () => {
    const { state } = episode ?? {}
    episode = null
    if (state !== undefined) await definition.close?.(state)
  }

  async function reset(request: ResetOptions = {}) {
    if (closing)
      throw new ResetNeededError(`Cannot reset env ${definition.id}: it is closed (make a new one)`)
    request.signal?.throwIfAborted()
    await release()
    const seed = request.seed ?? deriveSeed(setup.seed ?? 0, 'reset', resets)
    if (!Number.isSafeInteger(seed) || seed < 0) {
      throw new ConfigError(
        `Cannot reset env ${definition.id}: seed ${seed} (give a whole number from 0)`,
      )
    }
    resets++
    const rng = createRng(seed)
    const task = await chooseTask(definition, options, request.task, rng)
    const context = { options, rng, seed, clock, task, signal: request.signal }
    const { state, observation, signals, info } = await definition.reset(context)
    episode = {
      state,
      rng,
      seed,
      task,
      initialSignals: signals ?? null,
      signals: signals ?? null,
      steps: 0,
      finished: null,
    }
    return { observation, info: signals ? { ...info, signals } : (info ?? {}) }
  }

  function step(action: unknown, request?: StepOptions): MaybePromise<Step<unknown>> {
    const running = current()
    if (isInvalid(action)) return refuse(running, action)
    const parsed = schema.safeParse(action)
    if (!parsed.success) {
      return refuse(running, { invalid: zodProblem(parsed.error), raw: action })
    }
    const context = { options, rng: running.rng, clock, signal: request?.signal }
    return then(definition.step(running.state, parsed.data, context), (result) =>
      complete(running, result),
    )
  }

  function complete(running: Episode, result: StepResult): Step<unknown> {
    if (result.state !== undefined) running.state = result.state
    const turn: StepTurn<Signals> = {
      index: running.steps++,
      signals: result.signals,
      previous: running.signals,
      terminated: result.terminated ?? false,
    }
    running.signals = result.signals
    return {
      observation: result.observation,
      reward: provisional(reward, turn),
      rewards: provisionalParts(reward, turn),
      terminated: turn.terminated,
      truncated: false,
      info: result.info ? { ...result.info, signals: result.signals } : { signals: result.signals },
    }
  }

  function refuse(running: Episode, problem: Invalid): MaybePromise<Step<unknown>> {
    running.steps++
    const described = definition.invalid
      ? definition.invalid(problem, running.state)
      : describeInvalid(problem, definition.actionSpace)
    return then<unknown, Step<unknown>>(described, (observation) => ({
      observation,
      reward: 0,
      rewards: {},
      terminated: false,
      truncated: false,
      info: { invalid: problem.invalid },
    }))
  }

  const runner: RunnerHooks<unknown> = {
    reward: setup.reward,
    initialSignals: () => current().initialSignals,
    task: () => current().task,
    seed: () => current().seed,
    finish(ended: Ended, signal?: AbortSignal) {
      const running = current()
      running.finished ??= definition.finish
        ? Promise.resolve(
            definition.finish(running.state, { options, rng: running.rng, clock, signal, ended }),
          )
        : Promise.resolve(null)
      return running.finished
    },
    ...(definition.gold ? { gold: () => plan(() => definition.gold?.(current().state)) } : {}),
    cheats: Object.keys(definition.cheats ?? {}),
    cheat: (name) => plan(() => definition.cheats?.[name]?.(current().state)),
    noop: definition.noop ?? null,
  }
  const plan = (
    solve: () => MaybePromise<Solution<unknown, unknown>> | undefined,
  ): Plan<unknown> => {
    let solution: Solution<unknown, unknown> | undefined
    let taken = 0
    return async () => {
      solution ??= (await solve()) ?? []
      if (typeof solution === 'function') return solution(current().state)
      return solution[taken++] ?? null
    }
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
    actionSpace: definition.actionSpace,
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
      const { finished: _, rng, ...rest } = current()
      return { kind: definition.id, state: structuredClone({ ...rest, rng: rng.state() }) as Json }
    },
    async restore(snapshot: Snapshot) {
      if (snapshot.kind !== definition.id) {
        throw new ConfigError(
          `Cannot restore env ${definition.id}: the snapshot is of ${snapshot.kind} (take one from the same env)`,
        )
      }
      const { rng: rngState, ...saved } = structuredClone(snapshot.state) as unknown as Omit<
        Episode,
        'rng' | 'finished'
      > & { rng: RngState }
      const rng = createRng(0)
      rng.restore(rngState)
      episode = { ...saved, rng, finished: null }
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

async function chooseTask(
  definition: AnyDef,
  options: unknown,
  wanted: string | undefined,
  rng: Rng,
): Promise<TaskInfo | null> {
  if (!definition.tasks) {
    if (wanted === undefined) return null
    throw new ConfigError(
      `Cannot play task ${JSON.stringify(wanted)}: env ${definition.id} has no tasks`,
    )
  }
  const tasks = await definition.tasks.list(options)
  if (wanted === undefined) {
    if (tasks.length === 0)
      throw new ConfigError(`Cannot reset env ${definition.id}: its task list is empty`)
    return rng.stream('task').pick(tasks)
  }
  const found = tasks.find((task) => task.id === wanted)
  if (found) return found
  throw new ConfigError(
    `Cannot play task ${JSON.stringify(wanted)}: env ${definition.id} has no such task (${didYouMean(
      wanted,
      tasks.slice(0, 50).map((task) => task.id),
    )})`,
  )
}
