import {
  type Agent,
  type AnyDef,
  type Clock,
  type Deadlines,
  type EnvSpec,
  groupScores,
  type MakeOptions,
  type RewardTerm,
  type Services,
  type Signals,
  type TaskInfo,
  type TokenSampler,
  type Trajectory,
} from '../../core/index.ts'
import type { Sampler } from '../../models/index.ts'
import { playEpisode, scoreEpisode } from '../../runs/index.ts'
import { createLockstep, type Lockstep } from './lockstep.ts'
import type { GroupPlan, RolloutGroup } from './rollout-group.ts'
import { createSlots } from './slots.ts'

/** An env that is trained on, with the reward that is trained. */
export interface TrainedEnv {
  readonly definition: AnyDef
  readonly makeOptions: MakeOptions<AnyDef>
  readonly spec: EnvSpec
  readonly term: RewardTerm<never>
  /** Of the split that is trained on; null where the env has none. */
  readonly tasks: readonly TaskInfo[] | null
  readonly deadlines: Deadlines
  /** Its share of the groups. */
  readonly weight: number
}

export interface CollectOptions {
  readonly envs: readonly TrainedEnv[]
  readonly agent: Agent<unknown, unknown>
  /** The same policy, always taking the likeliest token. */
  readonly greedy: Agent<unknown, unknown>
  readonly sampler: Pick<Sampler, 'sample' | 'hold'>
  readonly services: Services
  readonly clock: Clock
  /** Episodes at a time. */
  readonly concurrency: number
  /** Whether episodes ask the sampler together: what is sampled then depends on no clock. */
  readonly lockstep: boolean
  readonly retries: number
  readonly onWarning: (message: string) => void
}

export interface Collector {
  /** Plays the members of a group. `startedAt` is the number of the update whose weights begin. */
  play(plan: GroupPlan, startedAt: number, signal: AbortSignal): Promise<RolloutGroup>
  /** Plays one greedy episode of a plan, its first member. */
  playGreedy(plan: GroupPlan, startedAt: number, signal: AbortSignal): Promise<RolloutGroup>
}

export function createCollector(options: CollectOptions): Collector {
  const { envs, agent, greedy, sampler, services, clock, concurrency, lockstep } = options
  const slots = createSlots(concurrency)
  const gate = lockstep ? createLockstep(sampler) : null
  let asked = 0

  const playMember = (
    plan: GroupPlan,
    member: number,
    who: Agent<unknown, unknown>,
    signal: AbortSignal,
  ): Promise<Trajectory> => {
    const order = asked++
    const env = envOf(envs, plan)
    const playIn = (own: TokenSampler) =>
      playEpisode(
        {
          ...{
            index: order,
            id: `${plan.key}-${member}`,
            seed: plan.seed,
            group: plan.key,
            member,
          },
          task: plan.task?.id ?? null,
        },
        {
          ...{ definition: env.definition, makeOptions: env.makeOptions, agent: who, clock },
          ...{ deadlines: env.deadlines, retries: options.retries, retryDelayMs: 200 },
          services: { ...services, sampler: own },
          fixtures: undefined,
          onWarning: options.onWarning,
        },
        signal,
      )
    let place: ReturnType<Lockstep['enter']> | undefined
    const work = async () => {
      signal.throwIfAborted()
      place = gate?.enter(order)
      return playIn(place?.sampler ?? sampler)
    }
    return slots.run(work, () => place?.leave())
  }

  const playGroup = async (
    plan: GroupPlan,
    startedAt: number,
    members: readonly Promise<Trajectory>[],
  ): Promise<RolloutGroup> => {
    const played = await Promise.all(members)
    const env = envOf(envs, plan)
    const returns = await returnsOf(env, played, services)
    const successes = await Promise.all(played.map((each) => successOf(env, each, services)))
    return { plan, trajectories: played, returns, successes, startedAt }
  }

  return {
    play: (plan, startedAt, signal) => {
      const members = Array.from({ length: plan.size }, (_, member) =>
        playMember(plan, member, agent, signal),
      )
      return playGroup(plan, startedAt, members)
    },
    playGreedy: (plan, startedAt, signal) =>
      playGroup({ ...plan, size: 1 }, startedAt, [playMember(plan, 0, greedy, signal)]),
  }
}

function envOf(envs: readonly TrainedEnv[], { env }: GroupPlan): TrainedEnv {
  const found = envs[env]
  if (!found) throw new RangeError(`Cannot play a group of env ${env}: there are ${envs.length}`)
  return found
}

/** Under the trained reward, its group moment included. */
async function returnsOf(
  { term }: TrainedEnv,
  trajectories: readonly Trajectory[],
  services: Services,
): Promise<readonly (number | null)[]> {
  const scores = term.group
    ? await groupScores(term as RewardTerm<Signals>, trajectories, services)
    : trajectories.map(({ outcome }) => (outcome.status === 'completed' ? outcome.reward : null))
  return trajectories.map(({ outcome }, index) => {
    const score = scores[index]
    return outcome.status === 'completed' && score?.status === 'scored' ? score.value : null
  })
}

/** Under the env's first preset, which is what it calls a success. */
async function successOf(
  { definition }: TrainedEnv,
  trajectory: Trajectory,
  services: Services,
): Promise<boolean | null> {
  const [first] = Object.entries(definition.rewards as Record<string, RewardTerm<never>>)
  if (!first || trajectory.outcome.status === 'failed') return null
  const rewards = Object.fromEntries([first])
  return (await scoreEpisode({ rewards } as Pick<AnyDef, 'rewards'>, trajectory, services)).success
}
