import { resolve } from 'node:path'
import { loadPolicyAgent } from '../agents/index.ts'
import type { AgentFactory, Services } from '../core/index.ts'
import { defaultConcurrency, type RunSampling } from '../runs/index.ts'
import type { AgentFlags } from './agent-flags.ts'
import { agentOf, policyOptionsOf } from './agent-options.ts'
import { describeEngine } from './device-flags.ts'
import { type AskedReward, checkServed, recordedServices } from './reward-services.ts'

/** Rows of a batch, and so episodes at a time, unless told otherwise. */
const ROWS = 64

/** Who plays a run, with what it takes. */
export interface Player extends AsyncDisposable {
  readonly agent: AgentFactory<unknown, unknown>
  readonly services?: Services
  readonly sampling?: RunSampling
  /** Episodes at a time that suit it. */
  readonly concurrency: number
  /** What it plays with, in one line; absent where that says nothing. */
  readonly about?: string
}

export interface PlayerOptions {
  /** Then no weights are opened: what was sampled is recorded. */
  readonly isReplay: boolean
  /** What a policy is called that is not called after its folder. */
  readonly policyName: string | undefined
  /** What the reward asks has to be there: of a policy, itself. */
  readonly reward: AskedReward
}

/**
 * Opens who plays.
 * @throws ConfigError for flags it has no use for, and for a model or device that cannot be used.
 */
export async function openPlayer(
  flags: AgentFlags & { readonly agent: string },
  options: PlayerOptions,
): Promise<Player> {
  const { isReplay, reward } = options
  if (flags.agent === 'policy') return openPolicyPlayer(flags, options)
  if (!isReplay) checkServed(reward, [], flags.agent)
  return {
    agent: agentOf(flags.agent, flags),
    ...(isReplay ? { services: recordedServices(reward) } : {}),
    concurrency: defaultConcurrency(),
    async [Symbol.asyncDispose]() {},
  }
}

async function openPolicyPlayer(
  flags: AgentFlags,
  { isReplay, policyName, reward }: PlayerOptions,
): Promise<Player> {
  const options = policyOptionsOf(flags)
  const { model, adapter, engine, device, threads, batchRows = ROWS, cacheMiB } = options
  const { openActingPolicy, readPolicySpeech } = await import('../models/index.ts')
  const createPolicyAgent = await loadPolicyAgent()
  // Its name is that of the folder, from wherever the run is gone on with.
  const named = { ...options, model: policyName ?? resolve(model) }
  if (isReplay) {
    const speech = await readPolicySpeech({ model, adapter })
    return {
      agent: async () => createPolicyAgent(named, speech),
      services: recordedServices(reward),
      concurrency: defaultConcurrency(),
      async [Symbol.asyncDispose]() {},
    }
  }
  // Before weights are opened.
  checkServed(reward, ['logProbs'], 'policy')
  const where = { engine, device, threads, batchRows, cacheMiB }
  const policy = await openActingPolicy({ model, adapter, ...where })
  const { sampler, logProbs, engine: spec, identity, folders } = policy
  const adapted = folders.adapter === undefined ? '' : ` with adapter ${folders.adapter}`
  return {
    agent: async () => createPolicyAgent(named, policy),
    // A run scores every preset whose services are there: only who asks for it pays.
    services: { sampler, ...(reward.needs.includes('logProbs') ? { logProbs } : {}) },
    sampling: {
      computedBy: { policy: identity, ...spec, versions: { ...spec.versions } },
      statistics: () => sampler.statistics(),
    },
    concurrency: batchRows,
    about: `Model ${folders.model}${adapted}: ${describeEngine(spec)}`,
    [Symbol.asyncDispose]: () => policy.close(),
  }
}
