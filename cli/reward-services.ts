import {
  type AnyDef,
  ConfigError,
  ReplayError,
  type RewardTerm,
  type ServiceName,
  type Services,
} from '../core/index.ts'
import { describeServices } from '../runs/index.ts'

/** The reward of a run, with the services that it asks. */
export interface AskedReward {
  readonly env: string
  readonly preset: string
  readonly needs: readonly ServiceName[]
}

/** A preset by its name, or the first; of one that the env does not have nothing is known. */
export function askedReward(
  { id, rewards }: Pick<AnyDef, 'id' | 'rewards'>,
  name: string | undefined,
): AskedReward {
  const presets: Readonly<Record<string, RewardTerm<never>>> = rewards
  const [first = ''] = Object.keys(presets)
  const preset = name ?? first
  const term = Object.hasOwn(presets, preset) ? presets[preset] : undefined
  return { env: id, preset, needs: term?.needs ?? [] }
}

/** @throws ConfigError saying what is missing, where the agent does not bring what the reward asks. */
export function checkServed(
  { env, preset, needs }: AskedReward,
  brought: readonly ServiceName[],
  agent: string,
): void {
  const missing = needs.filter((need) => !brought.includes(need))
  if (missing.length === 0) return
  const advice = missing.every((need) => need === 'logProbs')
    ? 'use --agent policy --model <folder>, or another --reward'
    : 'choose another --reward'
  throw new ConfigError(
    `Cannot run ${env} with the reward ${preset}: it needs ${describeServices(missing)}, which the agent ${agent} does not bring (${advice})`,
  )
}

/** What the reward of a replay needs: the recording answers, and nobody else is asked. */
export function recordedServices({ needs }: AskedReward): Services {
  const refuse = async () => {
    throw new ReplayError('Cannot ask a model in a replay: only what is recorded answers')
  }
  return {
    ...(needs.includes('logProbs') ? { logProbs: { score: refuse } } : {}),
    ...(needs.includes('judge') ? { judge: { judge: refuse } } : {}),
  }
}
