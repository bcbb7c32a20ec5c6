import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ModelError } from '../../core/index.ts'
import { naiveDistribution, naivePick } from './draw.suite.ts'
import { type Drawn, type DrawOptions, draw, drawPlain } from './draw.ts'
import { uniformAt } from './uniform.ts'

const LOGITS = Float32Array.from([1.5, -0.5, 0.25, 2, 0.25, -3, 1, 0.9])
const ILLEGAL = 3
const LEGAL = Uint8Array.from(LOGITS, (_, id) => (id === ILLEGAL ? 0 : 1))
/** Of chi-square with 7 degrees of freedom or fewer: 0.001 of its mass is above. */
const CRITICAL = 24.32

describe('draw', () => {
  test.each<[DrawOptions, Uint8Array | null]>([
    [{ temperature: 1 }, null],
    [{ temperature: 0.7 }, LEGAL],
    [{ temperature: 1.3, topK: 4 }, null],
    [{ temperature: 1, topP: 0.8 }, null],
    [{ temperature: 1, minP: 0.2 }, LEGAL],
    [{ temperature: 2, topK: 6, topP: 0.9, minP: 0.3 }, LEGAL],
  ])('draws as often as the distribution of %j says', (options, legal) => {
    const expected = naiveDistribution(LOGITS, options, legal)
    const draws = 50_000
    const counts = new Array<number>(LOGITS.length).fill(0)

    for (let position = 0; position < draws; position++) {
      const { id } = draw(LOGITS, 0, LOGITS.length, uniformAt(11, position), options, legal)
      counts[id] = (counts[id] ?? 0) + 1
    }

    expect(chiSquare(counts, expected, draws)).toBeLessThan(CRITICAL)
  })

  test('agrees with a plain sort of the whole vocabulary', () => {
    fc.assert(
      fc.property(rows(), optionsOf(), uniform(), ({ logits, legal }, options, uniform) => {
        const expected = naiveDistribution(logits, options, legal)

        const drawn = draw(logits, 0, logits.length, uniform, options, legal)

        expect(expected[drawn.id]).toBeGreaterThan(0)
        expect(drawn.logProb).toBeCloseTo(Math.log(expected[drawn.id] ?? 0), 9)
        expect(drawn.id).toBe(
          options.temperature === 0
            ? expected.indexOf(Math.max(...expected))
            : naivePick(expected, uniform),
        )
      }),
      { numRuns: 500, seed: 1 },
    )
  })

  test('has log-probs that sum to one over all that it draws', () => {
    fc.assert(
      fc.property(rows(), optionsOf(), ({ logits, legal }, options) => {
        const seen = new Map<number, Drawn>()
        for (let position = 0; position < 1000; position++) {
          const drawn = draw(logits, 0, logits.length, position / 1000, options, legal)
          seen.set(drawn.id, drawn)
        }
        const drawn = [...seen.values()]
        const mass = drawn.reduce((sum, { logProb }) => sum + Math.exp(logProb), 0)

        expect(mass).toBeLessThan(1 + 1e-9)
        // The grid of uniforms may miss one below 1/1000 each.
        if (options.temperature > 0) expect(mass).toBeGreaterThan(1 - logits.length / 1000)
        expect(drawn.every(({ id }) => legal === null || legal[id] === 1)).toBe(true)
      }),
      { numRuns: 40, seed: 2 },
    )
  })

  test('gives the log-prob under the whole vocabulary where something was left out', () => {
    const drawn = draw(LOGITS, 0, LOGITS.length, 0.4, { temperature: 0.5, topK: 3 }, LEGAL)
    const whole = naiveDistribution(LOGITS, { temperature: 0.5 }, null)

    expect(drawn.policyLogProb).toBeCloseTo(Math.log(whole[drawn.id] ?? 0), 12)
    expect(drawn.logProb).toBeGreaterThan(drawn.policyLogProb ?? 0)
  })

  test.each<[string, DrawOptions, Uint8Array | null]>([
    ['no filter', { temperature: 1 }, null],
    ['filters that keep all', { temperature: 1, topK: 8, topP: 1, minP: 0 }, null],
    ['a mask of ones', { temperature: 0.5 }, new Uint8Array(8).fill(1)],
  ])('gives no second log-prob with %s', (_, options, legal) => {
    const drawn = draw(LOGITS, 0, LOGITS.length, 0.9, options, legal)

    expect(drawn).not.toHaveProperty('policyLogProb')
  })

  test('takes the likeliest legal token at temperature 0, the lower id of a tie', () => {
    const logits = Float32Array.from([3, 1, 2, 2, 0])
    const legal = Uint8Array.from([0, 1, 1, 1, 1])

    const drawn = draw(logits, 0, 5, 0.999, { temperature: 0 }, legal)

    const weights = [1, 2, 2, 0].map((logit) => Math.exp(logit))
    const sum = weights.reduce((a, b) => a + b)
    expect(drawn.id).toBe(2)
    expect(drawn.logProb).toBeCloseTo(2 - Math.log(sum), 12)
    expect(drawn.policyLogProb).toBeCloseTo(2 - Math.log(sum + Math.exp(3)), 12)
  })

  test('draws among tokens that the policy all but rules out', () => {
    const logits = Float32Array.from([200, 0, -1, -Infinity])
    const legal = Uint8Array.from([0, 1, 1, 1])

    const ids = [0, 0.7, 0.8, 0.999999].map(
      (uniform) => draw(logits, 0, 4, uniform, { temperature: 0.5 }, legal).id,
    )
    const drawn = draw(logits, 0, 4, 0, { temperature: 0.5 }, legal)

    expect(ids).toEqual([1, 1, 1, 2])
    expect(drawn.logProb).toBeCloseTo(-Math.log1p(Math.exp(-2)), 12)
    expect(drawn.policyLogProb).toBeCloseTo(-400, 12)
  })

  test('reads its own row alone', () => {
    const logits = Float32Array.from([Number.NaN, 0, 5, Infinity])

    expect(draw(logits, 1, 2, 0.5, { temperature: 0 }, null).id).toBe(1)
  })

  test('keeps of a large vocabulary what a sort of it would', () => {
    const size = 20_000
    const logits = Float32Array.from({ length: size }, (_, id) => 12 * uniformAt(5, id))
    for (const options of [
      { topK: 500 },
      { topP: 0.9 },
      { topK: 700, topP: 0.5 },
      { topP: 0.999 },
    ]) {
      const expected = naiveDistribution(logits, { temperature: 1, ...options }, null)
      for (let position = 0; position < 8; position++) {
        const uniform = uniformAt(6, position)

        const drawn = draw(logits, 0, size, uniform, { temperature: 1, ...options }, null)

        expect(drawn.id).toBe(naivePick(expected, uniform))
        expect(drawn.logProb).toBeCloseTo(Math.log(expected[drawn.id] ?? 0), 9)
      }
    }
  })

  test('keeps one token under the narrowest filters', () => {
    for (const options of [{ topK: 1 }, { topP: 1e-9 }, { minP: 1 }]) {
      const drawn = draw(LOGITS, 0, LOGITS.length, 0.999, { temperature: 1, ...options }, null)

      expect(drawn).toMatchObject({ id: 3, logProb: 0 })
    }
  })

  test.each([
    ['NaN', [1, Number.NaN, 2], null],
    ['NaN that is not legal', [1, Number.NaN, 2], [1, 0, 1]],
    ['plus infinity', [1, Infinity, 2], null],
    ['nothing but minus infinity', [-Infinity, -Infinity, -Infinity], null],
  ])('refuses a row with %s', (_, logits, legal) => {
    const mask = legal === null ? null : Uint8Array.from(legal)

    expect(() => draw(Float32Array.from(logits), 0, 3, 0.5, { temperature: 1 }, mask)).toThrow(
      'Cannot sample: the numbers of the model are not finite',
    )
  })

  test.each([
    ['nothing is legal', [0, 0, 0]],
    ['the legal have no probability', [0, 0, 1]],
  ])('refuses where %s', (_, legal) => {
    const logits = Float32Array.from([1, 2, -Infinity])

    expect(() => draw(logits, 0, 3, 0.5, { temperature: 1 }, Uint8Array.from(legal))).toThrow(
      new ModelError(
        'Cannot sample: no token that is legal here has a probability (widen the grammar)',
      ),
    )
  })
})

describe('drawPlain', () => {
  test('draws as often as the probabilities say', () => {
    const expected = naiveDistribution(LOGITS, { temperature: 1 }, null)
    const probs = Float32Array.from([9, 9, ...expected, 9])
    const draws = 50_000
    const counts = new Array<number>(expected.length).fill(0)

    for (let position = 0; position < draws; position++) {
      const { id } = drawPlain(probs, 2, expected.length, uniformAt(3, position))
      counts[id] = (counts[id] ?? 0) + 1
    }

    expect(chiSquare(counts, expected, draws)).toBeLessThan(CRITICAL)
  })

  test('draws the id that draw() does, with its log-prob', () => {
    fc.assert(
      fc.property(rows(), uniform(), ({ logits }, uniform) => {
        const probs = Float32Array.from(naiveDistribution(logits, { temperature: 1 }, null))

        const plain = drawPlain(probs, 0, probs.length, uniform)
        const exact = draw(logits, 0, logits.length, uniform, { temperature: 1 }, null)

        expect(plain.id).toBe(exact.id)
        expect(plain.logProb).toBeCloseTo(exact.logProb, 5)
      }),
      { seed: 3 },
    )
  })

  test('takes the last token with a probability where rounding leaves nothing', () => {
    const probs = Float32Array.from([0.5, 0.4999, 0, 0])

    expect(drawPlain(probs, 0, 4, 0.99999).id).toBe(1)
  })

  test.each([
    ['NaN', [Number.NaN, Number.NaN, Number.NaN]],
    ['nothing', [0, 0, 0]],
  ])('refuses a row of %s', (_, probs) => {
    expect(() => drawPlain(Float32Array.from(probs), 0, 3, 0.5)).toThrow(
      'Cannot sample: the numbers of the model are not finite',
    )
  })
})

function chiSquare(counts: readonly number[], probs: readonly number[], draws: number): number {
  return probs.reduce((sum, p, id) => {
    const count = counts[id] ?? 0
    if (p === 0) return count === 0 ? sum : Infinity
    return sum + (count - p * draws) ** 2 / (p * draws)
  }, 0)
}

/** Logits of a coarse grid have ties; one id at least is legal. */
function rows(): fc.Arbitrary<{ logits: Float32Array; legal: Uint8Array | null }> {
  const logit = fc.integer({ min: -40, max: 40 }).map((step) => step / 4)
  return fc
    .array(fc.tuple(logit, fc.boolean()), { minLength: 1, maxLength: 40 })
    .chain((tokens) => fc.tuple(fc.constant(tokens), fc.nat(tokens.length - 1), fc.boolean()))
    .map(([tokens, always, isMasked]) => ({
      logits: Float32Array.from(tokens, ([value]) => value),
      legal: isMasked
        ? Uint8Array.from(tokens, ([, isLegal], id) => (isLegal || id === always ? 1 : 0))
        : null,
    }))
}

function optionsOf(): fc.Arbitrary<DrawOptions> {
  const share = fc.integer({ min: 1, max: 97 }).map((percent) => percent / 97)
  return fc.record(
    {
      temperature: fc.constantFrom(0, 0.3, 1, 1.7),
      topK: fc.integer({ min: 1, max: 45 }),
      topP: share,
      minP: share,
    },
    { requiredKeys: ['temperature'] },
  )
}

function uniform(): fc.Arbitrary<number> {
  return fc.integer({ min: 0, max: 1_000_002 }).map((step) => step / 1_000_003)
}
