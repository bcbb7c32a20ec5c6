import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { traceDefinition } from '../../models/engines/trace-definition.ts'
import { type BuildContext, openEngine } from '../../models/index.ts'
import { buildLoss } from './build-loss.ts'
import { lossBatch, tokenValueNames } from './loss-inputs.ts'
import { lossNames } from './options.ts'
import { parametersOf, plainLoss, stencilGradient } from './plain-loss.suite.ts'
import {
  distance,
  hostBatch,
  randomTiny,
  resolved,
  runTiny,
  type TinyBatch,
  tinyProgram,
} from './tiny-loss.suite.ts'

/**
 * Where one advantage and one correction a sequence is what the paper of a loss has. Clips at ratios that
 * a stencil does not step over.
 */
const sequenceCase = {
  gspo: { correction: 'sequence-truncate', clipLow: 0.05, clipHigh: 0.05 },
  gmpo: { correction: 'sequence-truncate' },
} as const
const isOverSequences = (loss: string): loss is keyof typeof sequenceCase =>
  Object.hasOwn(sequenceCase, loss)
const stencil = (tiny: TinyBatch, options: ReturnType<typeof resolved>) =>
  stencilGradient((x) => plainLoss(tiny, options, x), parametersOf(tiny))

describe('losses', () => {
  const cases = lossNames.flatMap((loss) =>
    [true, false].map((old) => ({ loss, old, data: old ? 'old log-probs' : 'one step' })),
  )

  test.each(cases)('$loss has the value and gradient of its formula ($data)', ({ loss, old }) => {
    for (const seed of [1, 2]) {
      const perSequence = isOverSequences(loss)
      const tiny = randomTiny({ seed, old, perSequence, reference: true, critic: true })
      const options = resolved({
        ...{ loss, klCoefficient: 0.1, entropyCoefficient: 0.02 },
        ...(isOverSequences(loss) && sequenceCase[loss]),
      })

      const { loss: value, gradient } = runTiny(tiny, options)

      expect(Math.abs(value - plainLoss(tiny, options))).toBeLessThan(1e-9)
      expect(distance(gradient, stencil(tiny, options))).toBeLessThan(1e-9)
      expect(Math.max(...gradient.map(Math.abs))).toBeGreaterThan(0.01)
    }
  })

  test.each(['k1', 'k2', 'k3'] as const)('hold the divergence %s alone, too', (kl) => {
    const { numbers, ...rest } = randomTiny({ seed: 4, reference: true })
    const advantages = numbers['advantages']?.map(() => 0) ?? []
    const tiny = { ...rest, numbers: { ...numbers, advantages } }
    const options = resolved({ kl, klCoefficient: 0.1 })

    const { loss, gradient, metrics } = runTiny(tiny, options)

    expect(Math.abs(loss - plainLoss(tiny, options))).toBeLessThan(1e-9)
    expect(distance(gradient, stencil(tiny, options))).toBeLessThan(1e-9)
    expect(metrics['kl']).not.toBe(0)
  })

  test('do without the divergence where it is taken off the reward, and measure it', () => {
    const tiny = randomTiny({ seed: 4, reference: true })
    const without = runTiny(tiny, resolved())

    const inReward = runTiny(tiny, resolved({ klCoefficient: 0.1, klIn: 'reward' }))

    expect(inReward.gradient).toEqual(without.gradient)
    expect(inReward.metrics['kl']).toBeGreaterThan(0)
  })

  test('of values are not clipped where the clip is off', () => {
    const tiny = randomTiny({ seed: 6, critic: true })
    const [clipped, open] = [resolved(), resolved({ valueClip: 0 })]

    const { loss, gradient } = runTiny(tiny, open)

    expect(Math.abs(loss - plainLoss(tiny, open))).toBeLessThan(1e-9)
    expect(distance(gradient, stencil(tiny, open))).toBeLessThan(1e-9)
    expect(Math.abs(runTiny(tiny, clipped).loss - loss)).toBeGreaterThan(1e-3)
  })

  test('GSPO without clips has the gradient of its paper, mean over the tokens of a sequence', () => {
    const tiny = randomTiny({ seed: 5, old: true, perSequence: true, masked: 0, spread: 0.05 })
    const options = resolved({ loss: 'gspo', clipLow: 0.9, clipHigh: 9, correction: 'none' })
    const { advantages = [], oldLogProbs = [] } = tiny.numbers
    const { gradient } = runTiny(tiny, options)

    // s·A·(1/n)·Σ ∇ℓ, with ∇ℓ = onehot − softmax of each row.
    const expected = tiny.logits.flatMap((row, i) => {
      const members = tiny.sequence.flatMap((q, j) => (q === tiny.sequence[i] ? [j] : []))
      const normalizer = (j: number) =>
        Math.log((tiny.logits[j] ?? []).reduce((sum, x) => sum + Math.exp(x), 0))
      const logProb = (j: number) => (tiny.logits[j]?.[tiny.targets[j] ?? 0] ?? 0) - normalizer(j)
      const total = members.reduce((sum, j) => sum + logProb(j) - (oldLogProbs[j] ?? 0), 0)
      const scale = (-Math.exp(total / members.length) * (advantages[i] ?? 0)) / members.length
      return row.map(
        (x, v) => scale * ((v === tiny.targets[i] ? 1 : 0) - Math.exp(x - normalizer(i))),
      )
    })

    expect(distance(gradient, expected)).toBeLessThan(1e-9)
  })

  test.each([
    { critic: true, values: false, why: 'a critic is asked for without its values' },
    { critic: false, values: true, why: 'values are given without a critic' },
  ])('are refused where $why', ({ critic, values, why }) => {
    const inputs = { old: false, reference: false, critic }
    const number = { dtype: 'float32', shape: ['M'] } as const
    const names = [...tokenValueNames(inputs), 'logProbs', 'entropy', 'values']
    const batch = { ...lossBatch, ...Object.fromEntries(names.map((name) => [name, number])) }
    const build = (context: BuildContext) => {
      const { input } = context
      const outputs = { logProbs: input('logProbs'), entropy: input('entropy') }
      return buildLoss(context, outputs, resolved(), inputs, values ? input('values') : undefined)
    }

    expect(() => traceDefinition({}, { batch, build })).toThrow(`Cannot build the loss: ${why}`)
  })
})

describe('corrections for the sampler', () => {
  const cases = (
    ['token-truncate', 'token-mask', 'sequence-truncate', 'sequence-mask'] as const
  ).flatMap((correction) =>
    (['geometric', 'product'] as const)
      .filter((ratio) => correction.startsWith('sequence') || ratio === 'geometric')
      .map((ratio) => ({ correction, ratio })),
  )

  test.each(cases)('$correction ($ratio) weighs tokens without a gradient', (given) => {
    const { correction, ratio: correctionRatio } = given
    const tiny = randomTiny({ seed: 7, old: true })
    const options = resolved({
      ...{ correction, correctionCap: 1.15, correctionFloor: 0.85 },
      ...(correction.startsWith('sequence') && { correctionRatio }),
    })

    const { loss, gradient, metrics } = runTiny(tiny, options)

    expect(Math.abs(loss - plainLoss(tiny, options))).toBeLessThan(1e-9)
    expect(distance(gradient, stencil(tiny, options))).toBeLessThan(1e-9)
    expect(metrics['corrected']).toBeGreaterThan(0)
  })

  test('do nothing within the dead zone, and something right behind it', () => {
    const lossWith = (apart: number, correction?: 'none') => {
      const tiny = randomTiny({ seed: 8, old: true, masked: 0 })
      const rolloutLogProbs = tiny.numbers['oldLogProbs']?.map((x) => x - apart) ?? []
      const numbers = { ...tiny.numbers, rolloutLogProbs }
      return runTiny({ ...tiny, numbers }, resolved({ ...(correction && { correction }) })).loss
    }

    expect(lossWith(0.9e-3)).toBe(lossWith(0, 'none'))
    expect(lossWith(-0.9e-3)).toBe(lossWith(0, 'none'))
    expect(lossWith(1.1e-3)).toBeCloseTo(lossWith(0, 'none') * Math.exp(1.1e-3), 12)
  })
})

describe('tokens of weight 0', () => {
  test.each(lossNames)('are as if they were not there: %s', (loss) => {
    const options = resolved({ loss, klCoefficient: 0.1, entropyCoefficient: 0.02 })
    const given = { old: true, reference: true, critic: true, masked: 0.5, seed: 9 }
    const tiny = randomTiny(given)
    const isMasked = tiny.numbers['weights']?.map((weight) => weight === 0) ?? []
    const before = runTiny(tiny, options)
    const number = fc.oneof(fc.double({ min: -50, max: 50 }), fc.constant(Number.NaN))

    fc.assert(
      fc.property(fc.infiniteStream(number), fc.infiniteStream(fc.nat(3)), (noise, ids) => {
        const change = (numbers: readonly number[] = []) =>
          numbers.map((x, i) => (isMasked[i] ? noise.next().value : x))
        const { weights = [], ...others } = tiny.numbers
        const changed = Object.entries(others).map(([name, x]) => [name, change(x)] as const)

        const after = runTiny(
          {
            ...tiny,
            targets: tiny.targets.map((id, i) => (isMasked[i] ? ids.next().value : id)),
            numbers: { weights, ...Object.fromEntries(changed) },
          },
          options,
        )

        expect(after).toEqual(before)
      }),
      { numRuns: 8 },
    )
    const perRow = tiny.logits.flatMap((row, i) => row.map(() => isMasked[i]))
    const leaked = perRow.flatMap((masked, i) => (masked ? [before.gradient[i] ?? 1] : []))
    expect(leaked.length).toBeGreaterThan(0)
    expect(Math.max(...leaked.map(Math.abs))).toBe(0)
  })
})

test('engine onnx computes the loss and gradients of the reference', async () => {
  const tiny = randomTiny({ seed: 11, old: true, reference: true, critic: true, perSequence: true })
  await using engine = await openEngine({ engine: 'onnx', device: 'cpu', threads: 1 })
  for (const loss of ['ppo', 'gspo'] as const) {
    const options = resolved({
      ...{ loss, correction: 'sequence-truncate' },
      ...(loss === 'ppo' && { klCoefficient: 0.1, entropyCoefficient: 0.02 }),
    })
    const expected = runTiny(tiny, options)
    const { declared, definition } = tinyProgram(tiny, options)
    async function* weights() {
      yield { name: 'logits', data: Float32Array.from(tiny.logits.flat()) }
      yield { name: 'values', data: Float32Array.from(tiny.values ?? []) }
    }
    await using parameters = await engine.open(declared, weights())
    await using program = await parameters.program(definition)

    const result = await program.accumulate(hostBatch(tiny, definition.batch))

    const gradient = [
      ...(await parameters.readGradient('logits')),
      ...(await parameters.readGradient('values')),
    ]
    const metrics = Object.keys(expected.metrics).map((name) => result.metrics[name]?.data[0] ?? 0)
    expect(Math.abs(result.loss - expected.loss)).toBeLessThan(1e-5)
    expect(distance(gradient, expected.gradient)).toBeLessThan(1e-5)
    expect(distance(metrics, Object.values(expected.metrics))).toBeLessThan(1e-4)
  }
})
