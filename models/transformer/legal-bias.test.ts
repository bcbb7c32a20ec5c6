import { describe, expect, test } from 'vitest'
import { createRng } from '../../core/index.ts'
import { createReferenceEngine } from '../engines/reference.ts'
import type { TransformerConfig } from './config.ts'
import { declareParameters } from './declare-parameters.ts'
import { initialize } from './initialize.ts'
import { policyInputs } from './layout.ts'
import { layoutRows } from './layout-rows.ts'
import { legalBias, legalInput } from './legal-bias.ts'
import { policyLogits, policyOutputs } from './policy.ts'
import { presetConfig } from './presets.ts'

const VOCABULARY = 7
const config: TransformerConfig = {
  ...presetConfig('nano', { vocabularySize: VOCABULARY }),
  ...{ layers: 1, tiedEmbeddings: false },
}
const policy = { config, layout: { kind: 'rows', blocks: 1 } } as const
const TEMPERATURE = 0.7

/** Of each token of two sequences, by row of the batch: one alone, some, all, all but the last id. */
const legal: readonly (readonly number[] | null)[] = [[4], [0, 2, 5], null, [0, 1, 3], [2, 6]]
const sequences = [
  { ids: [1, 4, 2, 6], mask: [0, 1, 1, 1] },
  { ids: [3, 3, 6], mask: [0, 1, 1] },
]
const tokens = layoutRows(policy, sequences)
const { sequence, position } = tokens.trained

const bias = legalBias(tokens, config, (of, at) => {
  const row = [...sequence.keys()].find((i) => sequence[i] === of && position[i] === at) ?? -1
  const ids = legal[row]
  // Shorter than the vocabulary where its last ids are not legal.
  return ids
    ? Uint8Array.from({ length: 1 + Math.max(...ids) }, (_, id) => +ids.includes(id))
    : null
})

async function open() {
  async function* louder() {
    for await (const { name, data } of initialize(config, createRng(3))) {
      yield { name, data: data.map((value) => (name.endsWith('norm.weight') ? value : 10 * value)) }
    }
  }
  const parameters = await createReferenceEngine().open(declareParameters(config), louder())
  const weights = createRng(4)
  const [ofLogProb, ofEntropy] = [0, 1].map(() =>
    Float32Array.from({ length: sequence.length }, () => weights.normal()),
  )
  const vector = (data = new Float32Array()) => ({ shape: [data.length], data })
  const batch = {
    ...{ ...tokens.batch, legal: bias },
    ...{ ofLogProb: vector(ofLogProb), ofEntropy: vector(ofEntropy) },
  }
  const program = await parameters.program({
    batch: {
      ...policyInputs(policy, ['ofLogProb', 'ofEntropy']),
      legal: legalInput(config),
    },
    build(context) {
      const { ops, input } = context
      const { logProbs, entropy } = policyOutputs(context, policy, {
        temperature: ops.constant(TEMPERATURE),
        legal: input('legal'),
      })
      const loss = ops.add(
        ops.sum(ops.mul(logProbs, input('ofLogProb'))),
        ops.sum(ops.mul(entropy, input('ofEntropy'))),
      )
      const logits = policyLogits(context, policy)
      return { loss, metrics: { logProbs, entropy, logits } }
    },
  })
  return { parameters, program, batch }
}

describe('policy outputs of legal tokens', () => {
  test('are those of the distribution over them', async () => {
    const { program, batch } = await open()

    const { metrics } = await program.accumulate(batch)

    const { logProbs, entropy, logits } = metrics
    const found = [...sequence.keys()].map((row) => {
      const ids = legal[row] ?? [...Array(VOCABULARY).keys()]
      const scores = ids.map((id) => (logits?.data[row * VOCABULARY + id] ?? 0) / TEMPERATURE)
      const total = scores.reduce((sum, score) => sum + Math.exp(score), 0)
      const own = scores.map((score) => score - Math.log(total))
      const target = sequences[sequence[row] ?? 0]?.ids[position[row] ?? 0] ?? -1
      return {
        logProb: own[ids.indexOf(target)] ?? Number.NaN,
        entropy: -own.reduce((sum, each) => sum + Math.exp(each) * each, 0),
      }
    })
    for (const [row, expected] of found.entries()) {
      expect(logProbs?.data[row]).toBeCloseTo(expected.logProb, 5)
      expect(entropy?.data[row]).toBeCloseTo(expected.entropy, 5)
    }
    // One legal token: nothing is left open.
    expect([logProbs?.data[0], Math.abs(entropy?.data[0] ?? 1)]).toEqual([0, 0])
  })

  test('have gradients that are central differences', async () => {
    const { parameters, program, batch } = await open()
    await program.accumulate(batch)
    const STEP = 2 ** -10
    const names = ['lm_head.weight', 'model.norm.weight', 'model.layers.0.mlp.up_proj.weight']
    // Each loss adds to them: they are read before.
    const gradients = await Promise.all(names.map((name) => parameters.readGradient(name)))
    for (const [index, name] of names.entries()) {
      const gradient = gradients[index] ?? new Float32Array()
      const data = await parameters.read(name)
      for (let place = 0; place < data.length; place += Math.ceil(data.length / 17)) {
        const lossAt = async (by: number) => {
          await parameters.write(name, data.with(place, (data[place] ?? 0) + by))
          return (await program.accumulate(batch)).loss
        }
        const difference = ((await lossAt(STEP)) - (await lossAt(-STEP))) / (2 * STEP)
        expect(Math.abs((gradient[place] ?? Number.NaN) - difference)).toBeLessThan(
          2e-4 * Math.max(1, Math.abs(difference)),
        )
      }
      await parameters.write(name, data)
    }
  })

  test('take no gradient at all from tokens that are never legal', async () => {
    const everywhere = [0, 2, 3, 4, 6]
    const { parameters, program, batch } = await open()
    const narrow = legalBias(tokens, config, () =>
      Uint8Array.from({ length: VOCABULARY }, (_, id) => +everywhere.includes(id)),
    )

    await program.accumulate({ ...batch, legal: narrow })

    const gradient = await parameters.readGradient('lm_head.weight')
    for (let id = 0; id < VOCABULARY; id++) {
      const row = [...gradient.subarray(id * config.width, (id + 1) * config.width)]
      expect(row.every((value) => value === 0)).toBe(!everywhere.includes(id))
    }
  })
})
