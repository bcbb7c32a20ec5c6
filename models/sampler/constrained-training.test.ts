import { describe, expect, test } from 'vitest'
import { createRng, type Grammar } from '../../core/index.ts'
import { openEngine } from '../engines/open-engine.ts'
import { legalTokens } from '../grammar/index.ts'
import type { TransformerConfig } from '../transformer/config.ts'
import { policyInputs } from '../transformer/layout.ts'
import { layoutRows } from '../transformer/layout-rows.ts'
import { legalBias, legalInput } from '../transformer/legal-bias.ts'
import { policyOutputs } from '../transformer/policy.ts'
import { presetConfig } from '../transformer/presets.ts'
import { openSharp, requestOf } from './sampled-policy.suite.ts'
import type { TokenVocabulary } from './sampler.ts'

const texts = [...'abcdefghij{}[]":,.-0123456789', 'ab', '{"', '":', '",', '"}', '],"']
const utf8 = new TextEncoder()
const vocabulary: TokenVocabulary = { bytes: [...texts.map((text) => utf8.encode(text)), null] }
const stopIds = [texts.length]
const config: TransformerConfig = presetConfig('nano', { vocabularySize: texts.length + 1 })
const policy = { config, layout: { kind: 'rows', blocks: 1 } } as const
const MAX_TOKENS = 34

const grammars: Readonly<Record<string, Grammar>> = {
  json: {
    kind: 'json',
    schema: {
      type: 'object',
      properties: {
        a: { enum: ['abc', 'ad', 31] },
        b: { type: 'array', items: { type: 'integer' } },
        c: { type: 'string' },
      },
      required: ['a', 'b'],
    },
  },
  choice: {
    kind: 'choice',
    options: ['abc', 'abd', 'ab', 'jig', '31'].map((text) => ({ kind: 'literal', text })),
  },
}

describe('training on samples that were held to a grammar', () => {
  test.each(
    Object.entries(grammars).flatMap(([name, grammar]) =>
      [1, 0.7].map((temperature) => ({ name, grammar, temperature })),
    ),
  )('of $name at $temperature sees the log-probs that the sampler told', async (given) => {
    const { grammar, temperature } = given
    await using engine = await openEngine({ engine: 'onnx', device: 'cpu', threads: 1 })
    await using parameters = await openSharp(engine, config, { frozen: false })
    await using sampler = await parameters.sampler({ config, vocabulary })
    const rng = createRng(1)
    const requests = Array.from({ length: 16 }, (_, seed) => {
      const prompt = Array.from({ length: 1 + rng.int(9) }, () => rng.int(texts.length))
      return requestOf(prompt, MAX_TOKENS, seed, { grammar, temperature, stopIds })
    })
    const samples = await Promise.all(requests.map((request) => sampler.sample(request)))

    const sequences = samples.map(({ ids }, i) => {
      const prompt = requests[i]?.prompt ?? []
      return { ids: [...prompt, ...ids], mask: [...prompt.map(() => 0), ...ids.map(() => 1)] }
    })
    const legal = samples.map(({ ids }) =>
      legalTokens(grammar, { vocabulary, stopIds, maxTokens: MAX_TOKENS, ids }),
    )
    await using program = await parameters.program({
      batch: { ...policyInputs(policy), legal: legalInput(config) },
      build: (context) => {
        const { ops, input } = context
        const { logProbs, entropy } = policyOutputs(context, policy, {
          temperature: ops.constant(temperature),
          legal: input('legal'),
        })
        const loss = ops.neg(ops.add(ops.sum(logProbs), ops.sum(entropy)))
        return { loss, metrics: { logProbs, entropy } }
      },
    })
    const tokens = layoutRows(policy, sequences)
    const bias = legalBias(tokens, config, (sequence, position) => {
      const start = requests[sequence]?.prompt.length ?? 0
      return legal[sequence]?.[position - start] ?? null
    })
    const { metrics } = await program.accumulate({ ...tokens.batch, legal: bias })

    const { sequence, position } = tokens.trained
    let narrowed = 0
    for (const [row, of] of sequence.entries()) {
      const place = (position[row] ?? 0) - (requests[of]?.prompt.length ?? 0)
      const told = samples[of]?.logProbs[place] ?? Number.NaN
      expect(Math.abs((metrics['logProbs']?.data[row] ?? Number.NaN) - told)).toBeLessThan(1e-4)
      const { [place]: whole = Number.NaN } = samples[of]?.policyLogProbs ?? []
      if (told - whole > 0.01) narrowed++
    }
    // The whole vocabulary would have told otherwise.
    expect(narrowed).toBeGreaterThan(sequence.length / 3)
    const gradient = await parameters.readGradient('model.layers.0.self_attn.q_proj.weight')
    expect(gradient.every(Number.isFinite)).toBe(true)
    expect(gradient.some((value) => value !== 0)).toBe(true)
  })
})
