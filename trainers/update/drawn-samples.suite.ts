import type { Grammar, TokenSample, TokenSampler } from '../../core/index.ts'
import { createRng } from '../../core/index.ts'
import {
  declareParameters,
  type Engine,
  grammarKey,
  initializeValueHead,
  type Parameters,
  presetConfig,
  type Sampler,
  type TransformerConfig,
  tokenVocabulary,
  type Weights,
} from '../../models/index.ts'
import { sharp } from '../../models/sampler/sampled-policy.suite.ts'
import { type LossOptions, lossOptionsSchema, resolveLossOptions } from '../losses/index.ts'
import { oneLetter, tokenizer } from '../rl/letters.suite.ts'
import { episodeOf } from '../samples/token-samples.suite.ts'
import type { TrainingSample } from '../samples/training-sample.ts'
import { trainingSamples } from '../samples/training-samples.ts'
import { createLegalTokens } from './legal-tokens.ts'
import { createPasses, type PolicyPasses } from './policy-passes.ts'
import { createUpdate, type Update, type UpdateStream } from './update.ts'

const vocabulary = tokenVocabulary(tokenizer)
const config: TransformerConfig = presetConfig('nano', {
  vocabularySize: tokenizer.vocabularySize,
  maxLength: 128,
})
const STOP = tokenizer.eosId ?? 0

export interface Drawn {
  readonly parameters: Parameters
  readonly sampler: Sampler
  /** Of groups with one prompt each, several turns an episode, some held to a grammar. */
  readonly samples: readonly TrainingSample[]
  readonly groups: readonly string[]
  update(options: UpdateChoice): Update
}

export interface UpdateChoice {
  readonly microTokens: number
  readonly loss?: Partial<LossOptions>
  readonly old?: boolean
  readonly reference?: boolean
  /** Told the gradients in place of a step of the optimizer. */
  readonly onGradients?: (gradients: Gradients) => void
}
export type Gradients = Readonly<Record<string, Float32Array>>

/** Samples of a policy whose distribution is far from even, and what trains on them. */
export async function drawSamples(
  engine: Pick<Engine, 'open'>,
  { temperature = 1, constrained = false, critic = false } = {},
): Promise<Drawn> {
  const declared = declareParameters(config, { valueHead: critic })
  const parameters = await engine.open(declared, weightsOf(critic))
  const sampler = await parameters.sampler({ config, vocabulary })
  const legal = createLegalTokens(config, vocabulary)
  const watched = legal.watch(sampler)
  const rng = createRng(5)
  const prompts = [20, 3, 9].map((length) =>
    Array.from({ length }, () => rng.int(tokenizer.vocabularySize)),
  )
  const episodes = await Promise.all(
    prompts.flatMap((prompt, group) =>
      Array.from({ length: 4 }, async (_, member) => {
        const isHeld = constrained && member % 2 === 0
        const choice = { prompt, seed: 10 * group + member, temperature }
        const samples = await converse(watched, { ...choice, grammar: isHeld ? oneLetter : null })
        return { group: `g${group}`, samples }
      }),
    ),
  )
  const made = episodes.flatMap(({ samples, group }, episode) =>
    trainingSamples(episodeOf(...samples.map((sample) => [sample])), episode).map((sample) => ({
      ...{ sample, group },
    })),
  )
  const known = new Map<string, PolicyPasses>()
  return {
    ...{ parameters, sampler },
    samples: made.map(({ sample }) => sample),
    groups: made.map(({ group }) => group),
    update({ microTokens, loss: given = {}, old = false, reference = false, onGradients }) {
      const loss = resolveLossOptions(lossOptionsSchema.parse(given))
      const inputs = { old, reference, critic }
      const policy = { config, temperature, ...(critic ? { critic: { detached: false } } : {}) }
      // Compiling takes longer than all the rest.
      const key = JSON.stringify([loss, inputs])
      const passes = known.get(key) ?? createPasses({ policy, parameters, loss, inputs, legal })
      known.set(key, passes)
      const apply = async (step: { learningRate: number; denominator: number }) => {
        if (!onGradients) return parameters.apply(step)
        const read: Record<string, Float32Array> = {}
        for (const name of Object.keys(declared)) read[name] = await parameters.readGradient(name)
        await parameters.zeroGradients()
        onGradients(
          Object.fromEntries(
            Object.entries(read).map(([name, values]) => [
              name,
              values.map((value) => value / step.denominator),
            ]),
          ),
        )
        return { gradientNorm: 0, skipped: false }
      }
      return createUpdate({ passes, apply, loss, inputs, microTokens })
    },
  }
}

async function* weightsOf(critic: boolean): Weights {
  yield* sharp(config, 3)
  if (!critic) return
  const rng = createRng(8)
  for await (const { name, data } of initializeValueHead(config)) {
    yield { name, data: data.map(() => rng.normal()) }
  }
}

interface Conversation {
  readonly prompt: readonly number[]
  readonly seed: number
  readonly temperature: number
  readonly grammar: Grammar | null
}

/** Three messages with something said between them. */
async function converse(
  sampler: TokenSampler,
  { prompt, seed, temperature, grammar }: Conversation,
): Promise<readonly TokenSample[]> {
  const rng = createRng(seed)
  const samples: TokenSample[] = []
  let said: readonly number[] = []
  for (let turn = 0; turn < 3; turn++) {
    const length = 1 + rng.int(5)
    const observed = Array.from({ length }, () => rng.int(tokenizer.vocabularySize))
    const newPromptIds = turn === 0 ? prompt : observed
    const before = [...said, ...newPromptIds]
    const maxTokens = 2 + rng.int(5)
    const asked = { prompt: before, maxTokens, seed: 10 * seed + turn, temperature }
    const { ids, logProbs, policyVersions } = await sampler.sample({
      ...{ ...asked, stopIds: [STOP] },
      ...(grammar ? { grammar } : {}),
    })
    said = [...before, ...ids]
    samples.push({
      ...{ purpose: 'act', parent: turn === 0 ? null : turn - 1, newPromptIds },
      ...{ ids, logProbs, policyVersions, temperature },
      ...(grammar ? { drawn: { grammar: grammarKey(grammar), maxTokens } } : {}),
    })
  }
  return samples
}

/** Streams of samples with advantages of their own, and log-probs that the old policy might have said. */
export function streamsOf({ samples, groups }: Pick<Drawn, 'samples' | 'groups'>): UpdateStream[] {
  const rng = createRng(2)
  return samples.map((sample, index) => {
    const near = (spread: number) =>
      sample.logProbs.map((value, at) => (sample.mask[at] ? value + spread * rng.normal() : 0))
    const numbers = (scale: number) =>
      Float64Array.from(sample.mask, (drawn) => (drawn ? scale * rng.normal() : 0))
    return {
      ...{ sample, group: groups[index] ?? '', mask: sample.mask },
      advantages: numbers(1),
      oldLogProbs: near(0.1),
      referenceLogProbs: near(0.3),
      returns: numbers(1),
      values: numbers(0.5),
    }
  })
}
