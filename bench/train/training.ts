import { createRng, type Rng, type TokenSample } from '../../core/index.ts'
import {
  declareParameters,
  type Engine,
  initialize,
  presetConfig,
  type Sampler,
} from '../../models/index.ts'
import { createGrpo, grpoOptionsSchema, rlOptionsSchema } from '../../trainers/index.ts'
import { makeStreams } from '../../trainers/rl/make-streams.ts'
import { trainingSamples } from '../../trainers/samples/training-samples.ts'
import { createLegalTokens } from '../../trainers/update/legal-tokens.ts'
import { createPasses } from '../../trainers/update/policy-passes.ts'
import { createUpdate } from '../../trainers/update/update.ts'
import type { Asked, Phase } from './asked.ts'

/** What a step of `palaestra train grpo` is made of, with the defaults of that, and without envs. */
export async function openTraining(engine: Engine, { preset, config: asked }: Asked) {
  const config = presetConfig(preset, {
    vocabularySize: asked.vocabularySize,
    eosTokenIds: [],
  })
  const rng = createRng(0)
  const parameters = await engine.open(declareParameters(config), initialize(config, rng))
  const sampler = await parameters.sampler({ config, maxRows: 128 })
  const algorithm = createGrpo(grpoOptionsSchema.parse({}))
  const { beta1, beta2, weightDecay, maxGradientNorm, microTokens } = rlOptionsSchema.parse({})
  const { loss } = algorithm
  const inputs = { old: false, reference: false, critic: false }
  const legal = createLegalTokens(config, { bytes: [] })
  const passes = createPasses({
    policy: { config, temperature: 1 },
    ...{ parameters, loss, inputs, legal },
  })
  const update = createUpdate({
    ...{ passes, loss, inputs, microTokens },
    apply: (step) => parameters.apply({ ...step, beta1, beta2, weightDecay, maxGradientNorm }),
  })

  /** One optimizer step; milliseconds by phase. */
  return async (asked: Asked): Promise<Readonly<Record<Phase, number>>> => {
    const began = performance.now()
    const drawn = await draw(sampler, asked, rng)

    const sampled = performance.now()
    const samples = drawn.flatMap(({ sample }, episode) =>
      trainingSamples(
        { id: `e${episode}`, decisions: [{ samples: [sample], durationMs: 0 }] },
        episode,
      ),
    )
    const episodes = drawn.map(({ group, sample }) => {
      return { group, rewards: [rng.float()], tokens: [sample.ids.length] }
    })
    const streams = makeStreams({
      ...{ samples, scored: null, reference: null },
      credit: algorithm.credit(episodes, null),
      groups: drawn.map(({ group }) => group),
      isTrained: drawn.map(() => true),
      oldestVersion: Number.NEGATIVE_INFINITY,
    })

    const credited = performance.now()
    const step = await update.step(streams, { learningRate: 1e-4, kl: 0, entropy: 0 })
    const trained = asked.groups * asked.groupSize * asked.newTokens
    if (!step || step.skipped || step.tokens !== trained) {
      throw new Error(`A step of ${trained} tokens trained ${step?.tokens ?? 0}`)
    }
    const ended = performance.now()
    return { sampling: sampled - began, credit: credited - sampled, update: ended - credited }
  }
}

interface Drawn {
  readonly group: string
  readonly sample: TokenSample
}

/** All completions of new random prompts, asked for together. */
function draw(sampler: Sampler, asked: Asked, rng: Rng): Promise<readonly Drawn[]> {
  const { config, groups, groupSize, promptLength, newTokens } = asked
  const requests = Array.from({ length: groups }, (_, group) => {
    const prompt = Array.from({ length: promptLength }, () => rng.int(config.vocabularySize))
    return Array.from({ length: groupSize }, () => {
      return { group: `g${group}`, prompt, seed: rng.int(2 ** 31) }
    })
  }).flat()
  const release = sampler.hold()
  const samples = requests.map(async ({ group, prompt, seed }): Promise<Drawn> => {
    const request = { prompt, seed, maxTokens: newTokens, temperature: 1, stopIds: [] }
    const { ids, logProbs, policyVersions } = await sampler.sample(request)
    if (ids.length !== newTokens) throw new Error(`A sample of ${newTokens} has ${ids.length}`)
    const sample: TokenSample = {
      ...{ purpose: 'act', parent: null, newPromptIds: prompt },
      ...{ ids, logProbs, temperature: 1, policyVersions },
    }
    return { group, sample }
  })
  release()
  return Promise.all(samples)
}
