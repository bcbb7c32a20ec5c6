import type { Clock } from './clock.ts'
import type { EnvSpec, Info, Invalid, Plan, TaskInfo } from './env.ts'
import type { Services } from './reward.ts'
import type { Rng } from './rng.ts'
import type { Space } from './spaces/space.ts'
import type { ChatMessage, TokenSample, Trajectory, Usage } from './trajectory.ts'

/** Who acts. One agent plays many episodes at once; what belongs to one lives in its `Episodic`. */
export interface Agent<Obs, Act> {
  readonly name: string
  begin(context: EpisodeContext<Obs, Act>): Promise<Episodic<Obs, Act>>
}

export interface Episodic<Obs, Act> {
  act(observation: Obs, signal: AbortSignal): Promise<Decision<Act>>
  /** Told the answer to each action in order: of parallel actions, `act` is given the last answer only. */
  observe?(answer: { readonly action: Act | Invalid; readonly observation: Obs }): void
  /** Called once with the finished trajectory, failed ones included. */
  end?(trajectory: Trajectory): Promise<void>
}

export interface Decision<Act> {
  /** Parallel tool calls: one sampled message, several steps. */
  readonly actions: readonly (Act | Invalid)[]
  readonly message?: ChatMessage
  /** A self-summary is a second sample, and trains too. */
  readonly samples: readonly TokenSample[]
  readonly usage?: Usage
  /**
   * Why the agent leaves (a budget, a full context): once these actions are played, none included, the
   * episode ends as truncated and is graded as it stands.
   */
  readonly stop?: string
}

/** What an agent is told when an episode begins. */
export interface EpisodeContext<Obs, Act> {
  readonly spec: EnvSpec
  readonly observationSpace: Space<Obs>
  readonly actionSpace: Space<Act>
  readonly task: TaskInfo | null
  readonly info: Info
  /** The agent's own stream, derived from the episode's seed. */
  readonly rng: Rng
  readonly clock: Clock
  readonly services: Services
  /** Aborts when the episode is given up: by the caller, by a deadline, or because something failed. */
  readonly signal: AbortSignal
  /** Privileged: the env's own solution. Only `oracle` and checks use it. */
  readonly gold?: () => Plan<Act>
  /** The action that does nothing, where there is one. */
  readonly noop: Act | null
}

/** A decision of plain actions, without a sampled message. */
export function decide<Act>(...actions: readonly (Act | Invalid)[]): Decision<Act> {
  return { actions, samples: [] }
}

/** Makes agents; a trainer takes one of these instead of an agent. */
export type AgentFactory<Obs, Act> = () => Promise<Agent<Obs, Act>>
