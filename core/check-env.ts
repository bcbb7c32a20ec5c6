import { type Agent, decide, type EpisodeContext } from './agent.ts'
import { type CheckResult, checkSpaces, rngFor } from './check-spaces.ts'
import { createManualClock } from './clock.ts'
import type { AnyDef, Expectations } from './define-env.ts'
import type { Env, Plan, SnapshotEnv, TaskInfo } from './env.ts'
import { EnvError, messageOf, ResetNeededError } from './errors.ts'
import { hashJson } from './hash.ts'
import { type MakeOptions, make } from './make.ts'
import type { Services } from './reward.ts'
import { type RolloutOptions, rollout } from './rollout.ts'
import type { Trajectory } from './trajectory.ts'
import { canSnapshot } from './wrappers/wrap.ts'

export interface CheckOptions {
  /** Episodes of each kind (default 5). */
  readonly seeds?: number
  readonly options?: MakeOptions<AnyDef>['options']
  readonly reward?: MakeOptions<AnyDef>['reward']
  readonly services?: Services
  readonly signal?: AbortSignal
}

export interface CheckReport {
  readonly env: string
  readonly checks: readonly CheckResult[]
  readonly passed: boolean
}

/**
 * Holds an env to its contract and to what it declares: order, spaces, seeds, snapshots, gold,
 * doing nothing, cheats, splits, closing twice.
 * @throws EnvError listing what failed.
 */
export async function checkEnv(
  definition: AnyDef,
  options: CheckOptions = {},
): Promise<CheckReport> {
  const report = await inspectEnv(definition, options)
  if (report.passed) return report
  const failures = report.checks.filter((check) => check.status === 'failed')
  throw new EnvError(
    `Cannot accept env ${definition.id}: ${failures.map((check) => `${check.name}: ${check.detail}`).join('; ')} (fix it, or declare the deviation with its reason in \`expect\`)`,
  )
}

/** `checkEnv` as a report that does not throw. */
export async function inspectEnv(
  definition: AnyDef,
  options: CheckOptions = {},
): Promise<CheckReport> {
  const checks: CheckResult[] = []
  const seeds = Array.from({ length: options.seeds ?? 5 }, (_, seed) => seed)
  const check = async (name: string, body: () => Promise<string | { waived: string }>) => {
    options.signal?.throwIfAborted()
    try {
      const detail = await body()
      checks.push(
        typeof detail === 'string'
          ? { name, status: 'passed', detail }
          : { name, status: 'waived', detail: detail.waived },
      )
    } catch (error) {
      options.signal?.throwIfAborted()
      checks.push({ name, status: 'failed', detail: messageOf(error) })
    }
  }
  const open = () =>
    make(definition, {
      options: options.options,
      reward: options.reward,
      services: options.services,
      clock: createManualClock(),
    })
  const play = async (agent: Agent<unknown, unknown>, rolloutOptions: RolloutOptions) => {
    await using env = await open()
    return await rollout(env, agent, {
      clock: createManualClock(),
      ...rolloutOptions,
      ...(options.services ? { services: options.services } : {}),
      signal: options.signal,
    })
  }
  const expect = expectationsOf(definition)

  await check('spaces', async () => {
    await using env = await open()
    return await checkSpaces(env)
  })
  await check('order', async () => {
    await using env = await open()
    await refusesStep(env, 'before reset()')
    await env.reset({ seed: 0 })
    await env.reset({ seed: 1 })
    return 'step() before reset() is refused, reset() in the middle is allowed'
  })
  await check('seeds', async () => {
    if ('none' in expect.deterministic) return { waived: expect.deterministic.none }
    for (const seed of seeds) await sameTwice(definition, open, play, seed)
    return `${seeds.length} seeds: same seed and actions, same transcript, on fresh and reused envs`
  })
  await check('snapshot', async () => {
    await using env = await open()
    if (!canSnapshot(env)) return { waived: 'its state is a resource' }
    return await checkSnapshot(env as SnapshotEnv<unknown, unknown>)
  })
  await check('gold', async () => {
    if ('none' in expect.gold) return { waived: expect.gold.none }
    for (const seed of seeds) {
      const value = returnOf(
        await play(
          planner('gold', (context) => context.gold?.()),
          { seed },
        ),
      )
      if (value < expect.gold.min) {
        throw new Error(
          `the declared solution earns ${value} on seed ${seed}, less than ${expect.gold.min}`,
        )
      }
    }
    return `the declared solution earns at least ${expect.gold.min}${because(expect.gold.reason)}`
  })
  await check('null', async () => {
    for (const seed of seeds) {
      const value = returnOf(await play(idle, { seed }))
      if (value > expect.null.max) {
        throw new Error(
          `doing nothing earns ${value} on seed ${seed}, more than ${expect.null.max}`,
        )
      }
    }
    return `doing nothing earns at most ${expect.null.max}${because(expect.null.reason)}`
  })
  for (const name of Object.keys(definition.cheats ?? {})) {
    await check(`cheat ${name}`, async () => {
      for (const seed of seeds) {
        const value = returnOf(await playCheat(open, name, seed))
        if (value > expect.null.max) {
          throw new Error(
            `it earns ${value} on seed ${seed}, more than doing nothing may (${expect.null.max})`,
          )
        }
      }
      return `does not pay on ${seeds.length} seeds`
    })
  }
  await check('splits', async () => {
    if ('none' in expect.splits) return { waived: expect.splits.none }
    const tasks = await definition.tasks?.list(await parsedOptions(open))
    return checkSplits(tasks)
  })
  await check('close', async () => {
    const env = await open()
    await env.reset({ seed: 0 })
    await env.close()
    await env.close()
    await refusesStep(env, 'after close()')
    return 'twice is fine, and nothing runs afterwards'
  })
  return {
    env: definition.id,
    checks,
    passed: checks.every((result) => result.status !== 'failed'),
  }

  async function playCheat(openEnv: typeof open, name: string, seed: number) {
    await using env = await openEnv()
    const cheat = planner(name, () => env.runner?.cheat(name))
    return await rollout(env, cheat, { seed, clock: createManualClock(), signal: options.signal })
  }
}

function expectationsOf(definition: AnyDef) {
  const declared: Expectations = definition.expect ?? {}
  return {
    gold: declared.gold ?? { min: 1 },
    null: declared.null ?? { max: 0 },
    splits:
      declared.splits === undefined || declared.splits === true
        ? definition.tasks || declared.splits
          ? { required: true }
          : { none: 'it declares no tasks' }
        : declared.splits,
    deterministic:
      declared.deterministic === undefined || declared.deterministic === true
        ? { required: true }
        : declared.deterministic,
  }
}

const because = (reason: string | undefined) => (reason ? ` (${reason})` : '')

/** Follows a plan; what it does after the plan's end is nothing. */
function planner(
  name: string,
  planOf: (context: EpisodeContext<unknown, unknown>) => Plan<unknown> | undefined,
): Agent<unknown, unknown> {
  return {
    name,
    async begin(context) {
      const plan = planOf(context)
      if (!plan)
        throw new EnvError(`Cannot follow ${name}: none is declared (declare it, or expect none)`)
      return { act: async () => decide((await plan()) ?? doNothing(context)) }
    },
  }
}

const idle: Agent<unknown, unknown> = {
  name: 'idle',
  begin: async (context) => ({ act: async () => decide(doNothing(context)) }),
}

function doNothing(context: EpisodeContext<unknown, unknown>): unknown {
  return context.noop ?? { invalid: 'no action', raw: null }
}

function returnOf(trajectory: Trajectory): number {
  const { outcome } = trajectory
  if (outcome.status === 'failed') throw new Error(`the episode failed: ${outcome.error.message}`)
  if (outcome.reward.status === 'unscored') throw new Error(`unscored: ${outcome.reward.cause}`)
  return outcome.reward.value
}

async function refusesStep(env: Env<unknown, unknown>, when: string) {
  try {
    await env.step({ invalid: 'a probe', raw: null })
  } catch (error) {
    if (error instanceof Error && error.name === new ResetNeededError().name) return
    throw error
  }
  throw new Error(`step() ${when} is accepted`)
}

type Play = (agent: Agent<unknown, unknown>, options: RolloutOptions) => Promise<Trajectory>

/** Random actions give equal transcripts on two fresh envs and on a used one. */
async function sameTwice(
  definition: AnyDef,
  open: () => Promise<Env<unknown, unknown>>,
  play: Play,
  seed: number,
) {
  const random: Agent<unknown, unknown> = {
    name: 'random',
    begin: async ({ rng, actionSpace }) => ({
      act: async () => decide(actionSpace.sample(rng)),
    }),
  }
  const transcript = ({ initial, turns, outcome }: Trajectory) => {
    if (outcome.status === 'failed') throw new Error(`the episode failed: ${outcome.error.message}`)
    return hashJson([initial, turns.map(({ durationMs: _, ...turn }) => turn), outcome])
  }
  const first = transcript(await play(random, { seed }))
  const second = transcript(await play(random, { seed }))
  await using used = await open()
  const clock = createManualClock()
  await rollout(used, random, { seed: seed + 1, clock })
  const third = transcript(await rollout(used, random, { seed, clock }))
  if (first !== second) throw new Error(`two runs of seed ${seed} differ`)
  if (first !== third) {
    throw new Error(
      `seed ${seed} differs on a used env: reset() of ${definition.id} leaves something behind`,
    )
  }
}

async function checkSnapshot(env: SnapshotEnv<unknown, unknown>): Promise<string> {
  const rng = rngFor('snapshot')
  await env.reset({ seed: 0 })
  const saved = await env.snapshot()
  const hash = await env.stateHash()
  const actions = Array.from({ length: 8 }, () => env.actionSpace.sample(rng))
  const run = async (target: SnapshotEnv<unknown, unknown>) => {
    const seen: unknown[] = []
    for (const action of actions) {
      const step = await target.step(action)
      seen.push([step, await target.stateHash()])
      if (step.terminated || step.truncated) break
    }
    return hashJson(seen)
  }
  await using fork = await env.fork()
  const original = await run(env)
  const forked = await run(fork)
  await env.restore(JSON.parse(JSON.stringify(saved)))
  if ((await env.stateHash()) !== hash)
    throw new Error('restore() does not bring the state hash back')
  const restored = await run(env)
  if (original !== restored)
    throw new Error('after restore() the same actions give another transcript')
  if (original !== forked) throw new Error('a fork gives another transcript for the same actions')
  return 'restore() and fork() continue identically, also through JSON'
}

async function parsedOptions(open: () => Promise<Env<unknown, unknown>>): Promise<unknown> {
  await using env = await open()
  return env.spec.options
}

function checkSplits(tasks: readonly TaskInfo[] | undefined): string {
  if (!tasks || tasks.length === 0) throw new Error('no tasks are declared')
  const ids = new Set<string>()
  const splitOf = new Map<string, string>()
  for (const task of tasks) {
    if (ids.has(task.id)) throw new Error(`task id ${task.id} occurs twice`)
    ids.add(task.id)
    const other = splitOf.get(task.hash)
    if (other !== undefined && other !== task.split) {
      throw new Error(`task ${task.id} is in ${task.split} and, with the same content, in ${other}`)
    }
    splitOf.set(task.hash, task.split)
  }
  return `${tasks.length} tasks in ${new Set(splitOf.values()).size} splits, none shared`
}
