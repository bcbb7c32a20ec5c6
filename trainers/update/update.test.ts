import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { LossOptions } from '../losses/index.ts'
import { sharedCpu } from '../training.suite.ts'
import { type Drawn, drawSamples, type Gradients, streamsOf } from './drawn-samples.suite.ts'
import type { OptimizerStep, UpdateStream } from './update.ts'

const engine = sharedCpu()
const choice = { learningRate: 0, kl: 0.1, entropy: 0.01 }
/** Each sequence alone; a few together; everything at once, prompts shared. */
const budgets = [1, 70, 100_000]

let plain: Drawn
let held: Drawn
let critical: Drawn
beforeAll(async () => {
  const opened = await engine()
  plain = await drawSamples(opened, { temperature: 0.7 })
  held = await drawSamples(opened, { constrained: true })
  critical = await drawSamples(opened, { critic: true })
})
afterAll(async () => {
  for (const { parameters } of [plain, held, critical]) await parameters.close()
})

/** Gradient and loss of a step, as they are before the optimizer sees them. */
async function gradientOf(
  drawn: Drawn,
  streams: readonly UpdateStream[],
  microTokens: number,
  loss: Partial<LossOptions> = {},
): Promise<{ readonly gradients: Gradients; readonly step: OptimizerStep }> {
  let gradients: Gradients = {}
  const reference = (loss.klCoefficient ?? 0) > 0
  const onGradients = (read: Gradients) => {
    gradients = read
  }
  const update = drawn.update({ microTokens, loss, old: true, reference, onGradients })
  const step = await update.step(streams, choice)
  if (!step) throw new Error('nothing was trained')
  return { gradients, step }
}

const flat = (gradients: Gradients) => Object.values(gradients).flatMap((each) => [...each])
function expectClose(a: Gradients, b: Gradients): void {
  const [left, right] = [flat(a), flat(b)]
  const scale = Math.max(...left.map(Math.abs))
  const farthest = Math.max(...left.map((value, at) => Math.abs(value - (right[at] ?? Number.NaN))))
  expect(scale).toBeGreaterThan(1e-3)
  expect(farthest / scale).toBeLessThan(1e-5)
}

describe('scores of samples', () => {
  test.each([
    ['at a temperature', () => plain],
    ['some of them held to a grammar', () => held],
  ] as const)('drawn %s are what the sampler told, however they are batched', async (_, drawn) => {
    const { samples, update } = drawn()
    for (const microTokens of budgets) {
      const scores = await update({ microTokens }).score(samples)
      for (const [index, { logProbs, mask }] of samples.entries()) {
        const told = scores[index]?.logProbs ?? []
        expect(told).toHaveLength(mask.length)
        for (const [at, expected] of logProbs.entries()) {
          expect(Math.abs((told[at] ?? Number.NaN) - expected)).toBeLessThan(1e-4)
        }
      }
    }
  })

  test('held to a grammar are not those of all tokens', async () => {
    const free = held.samples.map(({ constraints: _, ...sample }) => sample)

    const scores = await held.update({ microTokens: 4096 }).score(free)

    const off = held.samples.map(({ constraints, logProbs }, index) => {
      const told = scores[index]?.logProbs ?? []
      const farthest = Math.max(...logProbs.map((value, at) => Math.abs(value - (told[at] ?? 0))))
      return { isHeld: constraints !== undefined, isOff: farthest > 0.01 }
    })
    expect(off.some(({ isHeld }) => isHeld)).toBe(true)
    expect(off.filter(({ isHeld, isOff }) => isHeld !== isOff)).toEqual([])
  })

  test('of a grammar that nobody asked for cannot be told', async () => {
    const [sample] = held.samples.filter(({ constraints }) => constraints)
    const strange = sample?.constraints?.map((span) => ({ ...span, grammar: 'other' })) ?? []
    const samples = sample ? [{ ...sample, constraints: strange }] : []

    await expect(held.update({ microTokens: 64 }).score(samples)).rejects.toThrow(
      'Cannot train on a sample of grammar other: it was not drawn in this run',
    )
  })

  test('come with what the critic says of each drawn token, and with nothing where there is none', async () => {
    const [alone, , together] = await Promise.all(
      budgets.map((microTokens) => critical.update({ microTokens }).score(critical.samples)),
    )
    const without = await plain.update({ microTokens: 4096 }).score(plain.samples)

    expect(without.map(({ values }) => values)).toEqual(plain.samples.map(() => null))
    for (const [index, { mask }] of critical.samples.entries()) {
      const [one, all] = [alone?.[index]?.values ?? [], together?.[index]?.values ?? []]
      expect(one).toHaveLength(mask.length)
      for (const [at, drawn] of mask.entries()) {
        expect(Math.abs((one[at] ?? 1) - (all[at] ?? 0))).toBeLessThan(1e-5)
        expect(one[at] === 0).toBe(drawn === 0)
      }
    }
  })
})

describe('an optimizer step', () => {
  const kl = { klCoefficient: 0.1, entropyCoefficient: 0.01 }
  test.each<readonly [string, () => Drawn, Partial<LossOptions>]>([
    ['ppo with divergence and entropy', () => plain, kl],
    ['gspo', () => plain, { loss: 'gspo' }],
    ['a mean over prompts', () => plain, { aggregation: 'prompt-mean' }],
    ['samples of a grammar', () => held, kl],
    ['a critic', () => critical, {}],
  ])('of %s is the same however it is cut into micro-batches', async (_, drawn, loss) => {
    const streams = streamsOf(drawn())
    const [alone, few, whole] = [
      await gradientOf(drawn(), streams, 1, loss),
      await gradientOf(drawn(), streams, 70, loss),
      await gradientOf(drawn(), streams, 100_000, loss),
    ]

    for (const other of [few, whole]) {
      expectClose(alone.gradients, other.gradients)
      expect(Object.keys(other.step.metrics)).toEqual(Object.keys(alone.step.metrics))
      for (const [name, value = Number.NaN] of Object.entries(alone.step.metrics)) {
        expect(other.step.metrics[name], name).toBeCloseTo(value, 4)
      }
    }
  })

  test('sees nothing of tokens that are masked, whatever numbers they come with', async () => {
    const streams = streamsOf(plain).map((stream, index) => ({
      ...stream,
      mask: stream.mask.map((drawn, at) => (drawn && (at + index) % 3 > 0 ? 1 : 0)),
    }))
    const poisoned = streams.map((stream): UpdateStream => {
      const poison = (values: Float64Array | undefined) =>
        Float64Array.from(stream.mask, (trained, at) => (trained ? (values?.[at] ?? 0) : 1e30))
      return {
        ...stream,
        sample: { ...stream.sample, logProbs: poison(stream.sample.logProbs) },
        advantages: poison(stream.advantages),
        oldLogProbs: poison(stream.oldLogProbs),
        referenceLogProbs: poison(stream.referenceLogProbs),
      }
    })

    const clean = await gradientOf(plain, streams, 4096, kl)
    const other = await gradientOf(plain, poisoned, 4096, kl)

    expect(flat(other.gradients)).toEqual(flat(clean.gradients))
    expect(other.step).toEqual(clean.step)
  })

  test('is that of the others where a stream is masked as a whole', async () => {
    const streams = streamsOf(plain)
    const masked = streams.map((stream, index) =>
      index % 4 === 0 ? { ...stream, mask: new Uint8Array(stream.mask.length) } : stream,
    )

    const left = await gradientOf(
      plain,
      streams.filter((_, index) => index % 4 > 0),
      4096,
    )
    const out = await gradientOf(plain, masked, 4096)

    expect(flat(out.gradients)).toEqual(flat(left.gradients))
    expect(out.step.tokens).toBe(left.step.tokens)
  })

  test('is none where nothing is trained', async () => {
    const streams = streamsOf(plain).map((stream) => ({
      ...stream,
      mask: new Uint8Array(stream.mask.length),
    }))
    const update = plain.update({ microTokens: 64, old: true })

    expect(await update.step(streams, choice)).toBeNull()
    expect(await update.step([], choice)).toBeNull()
  })

  test('without a finite gradient is skipped: weights and moments stay, and the next is a step', async () => {
    const drawn = await drawSamples(await engine())
    await using parameters = drawn.parameters
    const update = drawn.update({ microTokens: 4096 })
    const streams = streamsOf(drawn)
    const broken = streams.map((stream) => ({
      ...stream,
      advantages: stream.advantages.map((value) => value * 1e300),
    }))
    const names = Object.keys(parameters.declared)
    const weights = () => Promise.all(names.map((name) => parameters.read(name)))
    const before = await weights()

    const skipped = await update.step(broken, { ...choice, learningRate: 0.01 })
    const between = await weights()
    const taken = await update.step(streams, { ...choice, learningRate: 0.01 })

    expect(skipped?.skipped).toBe(true)
    expect(between).toEqual(before)
    expect(taken).toMatchObject({ skipped: false })
    expect(taken?.metrics['loss']).not.toBeNaN()
    expect(await weights()).not.toEqual(before)
  })
})
