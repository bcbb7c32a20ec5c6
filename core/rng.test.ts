import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createRng, deriveSeed } from './index.ts'

const take = (rng: { float(): number }, n: number) => Array.from({ length: n }, () => rng.float())

describe('createRng', () => {
  test('gives the same stream for the same seed, and another for another', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), (seed, other) => {
        expect(take(createRng(seed), 20)).toEqual(take(createRng(seed), 20))
        if (other !== seed) {
          expect(take(createRng(other), 20)).not.toEqual(take(createRng(seed), 20))
        }
      }),
    )
  })

  test('keeps its numbers from release to release', () => {
    const rng = createRng(7)

    expect([rng.int(1000), rng.int(1000), rng.int(1000), rng.stream('a').int(1000)]).toEqual([
      64, 433, 497, 237,
    ])
  })

  test('draws floats evenly: chi-square over 64 bins stays below its 0.999 quantile', () => {
    const bins = new Array<number>(64).fill(0)
    const rng = createRng(1)
    for (let i = 0; i < 64_000; i++) {
      const bin = Math.floor(rng.float() * 64)
      bins[bin] = (bins[bin] ?? 0) + 1
    }

    const chiSquare = bins.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0)

    expect(chiSquare).toBeLessThan(103.4) // 63 degrees of freedom
    expect(chiSquare).toBeGreaterThan(31) // and is not too even to be random
  })

  test('draws every first number evenly over neighbouring seeds', () => {
    const bins = new Array<number>(16).fill(0)
    for (let seed = 0; seed < 16_000; seed++) {
      const bin = createRng(seed).int(16)
      bins[bin] = (bins[bin] ?? 0) + 1
    }

    const chiSquare = bins.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0)

    expect(chiSquare).toBeLessThan(37.7) // 15 degrees of freedom
  })

  test('continues identically from a restored state, also through JSON', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat({ max: 50 }), (seed, before) => {
        const rng = createRng(seed)
        take(rng, before)
        const state = JSON.parse(JSON.stringify(rng.state()))
        const expected = [...take(rng, 10), rng.stream('x').float()]
        const restored = createRng(0)

        restored.restore(state)

        expect([...take(restored, 10), restored.stream('x').float()]).toEqual(expected)
      }),
    )
  })

  test('has streams that are independent of it and of each other', () => {
    const rng = createRng(3)
    const alone = take(createRng(3), 10)

    const a = take(rng.stream('a'), 2000)
    const b = take(rng.stream('b'), 2000)

    expect(take(rng, 10)).toEqual(alone)
    expect(Math.abs(correlation(a, b))).toBeLessThan(0.08)
    expect(Math.abs(correlation(a, take(createRng(3), 2000)))).toBeLessThan(0.08)
  })

  test('draws integers from the range it is given, the ends included', () => {
    fc.assert(
      fc.property(
        fc.nat(),
        fc.integer(),
        fc.integer({ min: 1, max: 2 ** 31 }),
        (seed, low, size) => {
          const drawn = createRng(seed).int(low, low + size)

          expect(Number.isInteger(drawn)).toBe(true)
          expect(drawn).toBeGreaterThanOrEqual(low)
          expect(drawn).toBeLessThan(low + size)
        },
      ),
    )
    const rng = createRng(1)
    expect(new Set(Array.from({ length: 200 }, () => rng.int(2, 5)))).toEqual(new Set([2, 3, 4]))
  })

  test('reaches odd and even numbers alike in ranges wider than 32 bits', () => {
    const rng = createRng(5)

    const odd = Array.from({ length: 1000 }, () => rng.int(2 ** 50)).filter((n) => n % 2 === 1)

    expect(odd.length).toBeGreaterThan(400)
    expect(odd.length).toBeLessThan(600)
  })

  test('refuses a range without whole numbers in it', () => {
    const rng = createRng(0)

    for (const [low, high] of [
      [0, 0],
      [3, 1],
      [0.5, 3],
      [0, 2.5],
      [0, Number.NaN],
    ] as const) {
      expect(() => rng.int(low, high)).toThrow(RangeError)
    }
    expect(() => rng.pick([])).toThrow('Cannot pick from an empty list')
  })

  test('shuffles into every order equally often, and leaves the list as it is', () => {
    const rng = createRng(2)
    const list = [1, 2, 3]
    const counts = new Map<string, number>()
    for (let i = 0; i < 6000; i++) {
      const key = rng.shuffle(list).join('')
      counts.set(key, (counts.get(key) ?? 0) + 1)
    }

    expect(list).toEqual([1, 2, 3])
    expect(counts.size).toBe(6)
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(150)
  })

  test('draws normals with mean 0 and variance 1', () => {
    const rng = createRng(4)
    const drawn = Array.from({ length: 20_000 }, () => rng.normal())
    const mean = drawn.reduce((sum, x) => sum + x, 0) / drawn.length
    const variance = drawn.reduce((sum, x) => sum + (x - mean) ** 2, 0) / drawn.length

    expect(Math.abs(mean)).toBeLessThan(0.03)
    expect(Math.abs(variance - 1)).toBeLessThan(0.05)
    expect(drawn.every(Number.isFinite)).toBe(true)
  })

  test('is true as often as the probability says', () => {
    const rng = createRng(6)
    const hits = Array.from({ length: 10_000 }, () => rng.chance(0.2)).filter(Boolean).length

    expect(Math.abs(hits / 10_000 - 0.2)).toBeLessThan(0.015)
    expect([rng.chance(0), rng.chance(1)]).toEqual([false, true])
  })
})

describe('deriveSeed', () => {
  test('collides about as seldom as 32 random bits would over 100,000 labels', () => {
    const byLabel = new Set(Array.from({ length: 100_000 }, (_, i) => deriveSeed(0, 'reset', i)))
    const bySeed = new Set(Array.from({ length: 100_000 }, (_, i) => deriveSeed(i, 'reset')))

    // 1.2 collisions are expected; ten or more happen once in a million.
    expect(byLabel.size).toBeGreaterThan(99_990)
    expect(bySeed.size).toBeGreaterThan(99_990)
  })

  test('tells purposes apart and is the same every time', () => {
    expect(deriveSeed(1, 'agent')).toBe(deriveSeed(1, 'agent'))
    expect(deriveSeed(1, 'agent')).not.toBe(deriveSeed(1, 'env'))
    expect(deriveSeed(1, 'agent')).not.toBe(deriveSeed(2, 'agent'))
  })

  test('gives a seed that an env accepts', () => {
    fc.assert(
      fc.property(fc.nat(), fc.string(), (seed, label) => {
        const derived = deriveSeed(seed, label)

        expect(Number.isSafeInteger(derived) && derived >= 0).toBe(true)
      }),
    )
  })
})

function correlation(a: readonly number[], b: readonly number[]): number {
  const mean = (xs: readonly number[]) => xs.reduce((sum, x) => sum + x, 0) / xs.length
  const [ma, mb] = [mean(a), mean(b)]
  let [ab, aa, bb] = [0, 0, 0]
  for (const [i, x] of a.entries()) {
    const y = b[i] ?? 0
    ab += (x - ma) * (y - mb)
    aa += (x - ma) ** 2
    bb += (y - mb) ** 2
  }
  return ab / Math.sqrt(aa * bb)
}
