import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type Services, systemClock } from '../../core/index.ts'
import {
  declareParameters,
  type Engine,
  initializeValueHead,
  type Parameters,
  type PolicySpeech,
  readPolicySpeech,
  type Sampler,
  type SavedState,
  tokenVocabulary,
  type Weights,
} from '../../models/index.ts'
import type { OpenPolicy } from '../open-policy.ts'
import { type Collector, createCollector } from '../rollouts/collect.ts'
import { restoreOptimizer, withSaved } from '../saves.ts'
import { createLegalTokens } from '../update/legal-tokens.ts'
import { createPasses, type UpdatedPolicy } from '../update/policy-passes.ts'
import { createUpdate, type Update } from '../update/update.ts'
import type { Algorithm } from './algorithm.ts'
import type { RlConfig } from './config.ts'
import type { OpenEnv } from './open-envs.ts'
import { createPolicyScorer } from './policy-scorer.ts'
import type { RlAgents } from './run-rl.ts'

/** A policy in the memory of an engine, with all that plays and trains it. */
export interface Learner extends AsyncDisposable {
  readonly parameters: Parameters
  readonly collector: Collector
  /** With a sampler of its own. */
  readonly evaluator: Collector
  readonly update: Update
  readonly reference: Update['score'] | null
  readonly learningRate: number
  readonly lockstep: boolean
  /** The sampler forgets keys and values of earlier prompts. */
  freshSampler(): Promise<void>
  /** Where an earlier session kept its best policy. */
  exportedIn(dir: string): string | null
}

export interface LearnerOptions {
  readonly engine: Engine
  readonly policy: OpenPolicy
  readonly algorithm: Algorithm
  readonly config: RlConfig
  readonly envs: readonly OpenEnv[]
  readonly saved: SavedState | null
  readonly services: Services
  readonly agents: (speech: PolicySpeech) => Promise<RlAgents>
  readonly onWarning: (message: string) => void
}

/** Where anything fails, nothing stays open. */
export async function openLearner(options: LearnerOptions): Promise<Learner> {
  const opened: AsyncDisposable[] = []
  const close = async () => {
    for (let last = opened.pop(); last; last = opened.pop()) await last[Symbol.asyncDispose]()
  }
  try {
    return { ...(await openParts(options, opened)), [Symbol.asyncDispose]: close }
  } catch (error) {
    await close().catch(() => {})
    throw error
  }
}

async function openParts(
  options: LearnerOptions,
  opened: AsyncDisposable[],
): Promise<Omit<Learner, typeof Symbol.asyncDispose>> {
  const { engine, policy, algorithm, config, envs, saved, services, onWarning } = options
  const { lora } = policy
  const adapted = lora ? { lora } : {}
  const { critic } = algorithm.needs
  const speech = await readPolicySpeech({
    model: config.model,
    ...(config.adapter === undefined ? {} : { adapter: config.adapter }),
  })
  const agents = await options.agents(speech)

  const declared = declareParameters(policy.config, { ...adapted, valueHead: critic !== null })
  const weights = critic ? withCritic(policy) : policy.weights()
  const parameters = await engine.open(declared, withSaved(weights, saved))
  opened.push(parameters)
  if (saved) await restoreOptimizer(parameters, saved)
  const lockstep = isLockstep(config, envs)
  const asked = createPolicyScorer({
    ...{ parameters, config: policy.config, ...adapted },
    ...{ tokenizer: policy.tokenizer, alone: lockstep },
  })
  opened.push(asked)

  // ---- What plays: a sampler for training, and one that only sees what is held out.
  const vocabulary = tokenVocabulary(policy.tokenizer)
  const legal = createLegalTokens(policy.config, vocabulary)
  const openSampler = () =>
    parameters.sampler({
      ...{ config: policy.config, ...adapted, vocabulary },
      maxRows: Math.min(config.concurrency, MAX_ROWS),
    })
  const training = renewable(await openSampler(), openSampler)
  opened.push(training)
  const evaluating = await openSampler()
  opened.push(evaluating)
  const collectorWith = (sampler: Pick<Sampler, 'sample' | 'hold'>) =>
    createCollector({
      ...{ envs, onWarning, lockstep },
      services: { logProbs: asked.logProbs, ...services },
      ...{ agent: agents.sampled, greedy: agents.greedy, clock: systemClock },
      sampler: { ...legal.watch(sampler), hold: () => sampler.hold() },
      ...{ concurrency: config.concurrency, retries: config.retries },
    })

  // ---- What trains.
  const updated: UpdatedPolicy = {
    ...{ config: policy.config, ...adapted, temperature: temperatureOf(config) },
    ...(critic ? { critic } : {}),
  }
  const { loss } = algorithm
  const hasReference = loss.kl.coefficient > 0
  const inputs = {
    old: algorithm.epochs * algorithm.minibatches > 1,
    reference: hasReference,
    critic: critic !== null,
  }
  const common = { legal, loss, inputs }
  const passes = createPasses({ policy: updated, parameters, ...common })
  opened.push(passes)
  const { beta1, beta2, weightDecay, maxGradientNorm, microTokens } = config
  const update = createUpdate({
    ...{ passes, loss, inputs, microTokens },
    apply: (step) =>
      asked.change(() => parameters.apply({ ...step, beta1, beta2, weightDecay, maxGradientNorm })),
  })
  const reference = hasReference ? await openReference(options, updated, common, opened) : null

  return {
    ...{ parameters, update, reference, lockstep },
    collector: collectorWith(training),
    evaluator: collectorWith(evaluating),
    learningRate: config.learningRate ?? learningRateFor(policy),
    freshSampler: () => training.renew(),
    exportedIn: (dir) => {
      const folder = join(dir, lora ? 'adapter' : 'model')
      return existsSync(folder) ? folder : null
    },
  }

  /** The policy as it was: with an adapter its base, else a copy of the first weights. */
  async function openReference(
    { engine: own }: LearnerOptions,
    { critic: _, lora: __, ...bare }: UpdatedPolicy,
    shared: typeof common,
    into: AsyncDisposable[],
  ): Promise<Update['score']> {
    const isBase = lora !== undefined && config.adapter === undefined
    const frozen = isBase
      ? parameters
      : await own.open(
          declareParameters(policy.config, { ...adapted, frozen: true }),
          policy.weights(),
        )
    if (!isBase) into.push(frozen)
    const looked = { ...bare, ...(isBase ? {} : adapted) }
    const looking = createPasses({ policy: looked, parameters: frozen, ...shared })
    into.push(looking)
    const nothing = async () => ({ gradientNorm: 0, skipped: true })
    return createUpdate({ passes: looking, loss, inputs, microTokens, apply: nothing }).score
  }
}

/** Rows of a batch: more take longer a tick than they win. */
const MAX_ROWS = 128

const temperatureOf = ({ agent }: RlConfig): number => {
  const { temperature } = agent
  return typeof temperature === 'number' ? temperature : 1
}

/** Peaks that small models, large ones and their adapters usually bear. */
function learningRateFor({ description, lora }: OpenPolicy): number {
  if (description.parameters <= 5e6) return 2e-3
  return lora ? 1e-5 : 1e-6
}

/** Where nothing but the sampler takes time, episodes lose little by asking it together. */
const isLockstep = (
  { lockstep, staleness }: RlConfig,
  envs: readonly Pick<OpenEnv, 'isPlain'>[],
): boolean =>
  lockstep === 'auto' ? staleness === 0 && envs.every(({ isPlain }) => isPlain) : lockstep === 'on'

async function* withCritic(policy: OpenPolicy): Weights {
  yield* policy.weights()
  yield* initializeValueHead(policy.config)
}

/** A sampler whose place another can take. */
function renewable(first: Sampler, open: () => Promise<Sampler>) {
  let current = first
  /** Of the weights when it was opened: a sampler counts from there. */
  let since = 0
  const now: Pick<Sampler, 'sample' | 'hold'> = {
    async sample(request, options) {
      const opened = since
      const sample = await current.sample(request, options)
      const policyVersions = sample.policyVersions.map(
        ([version, length]) => [version + opened, length] as const,
      )
      return { ...sample, policyVersions }
    },
    hold: () => current.hold(),
  }
  return {
    ...now,
    async renew() {
      since += await current.version()
      await current.close()
      current = await open()
    },
    [Symbol.asyncDispose]: () => current.close(),
  }
}
