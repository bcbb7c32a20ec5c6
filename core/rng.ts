/** A seeded stream of random numbers (sfc32): same seed, same numbers, on every machine. */
export interface Rng {
  /** Uniform in [0, 1) with 32 random bits. */
  float(): number
  /**
   * Uniform integer in [0, bound), or in [low, high) when given two numbers.
   * @throws RangeError when there is none, or a bound is not whole.
   */
  int(bound: number): number
  int(low: number, high: number): number
  /** True with probability `p`. */
  chance(p: number): boolean
  /** @throws RangeError when there is nothing to pick. */
  pick<T>(items: readonly T[]): T
  /** A shuffled copy (Fisher-Yates). */
  shuffle<T>(items: readonly T[]): T[]
  /** Standard normal (Box-Muller). */
  normal(): number
  /** A stream of its own for one purpose, always from its start: drawing from it leaves this one where it is. */
  stream(label: string): Rng
  state(): RngState
  restore(state: RngState): void
}

export type RngState = readonly [number, number, number, number, number]

/** A seed for one purpose, spread over 32 bits; `deriveSeed(s, 'a')` and `(s, 'b')` are unrelated. */
export function deriveSeed(seed: number, ...labels: readonly (string | number)[]): number {
  return mix(hashText([seed, ...labels].join('/')))
}

export function createRng(seed: number): Rng {
  let root = deriveSeed(seed, 'root')
  let [a, b, c, d] = [root, mix(root ^ 0x9e3779b9), mix(root ^ 0x243f6a88), 1]
  const next = (): number => {
    const t = (((a + b) | 0) + d) | 0
    d = (d + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + t) | 0
    return t >>> 0
  }
  for (let warmUp = 0; warmUp < 12; warmUp++) next()

  const rng: Rng = {
    float: () => next() / 0x1_0000_0000,
    int(first: number, high?: number) {
      const [low, end] = high === undefined ? [0, first] : [first, high]
      const size = end - low
      if (!(size > 0) || !Number.isInteger(low) || !Number.isInteger(end)) {
        throw new RangeError(`Cannot draw an integer from [${low}, ${end}) (give whole numbers)`)
      }
      if (size <= 0x1_0000_0000) return low + Math.floor(rng.float() * size)
      // One draw has 32 bits: most of a wider range would never come up.
      const fraction = (next() * 0x20_0000 + (next() >>> 11)) / 2 ** 53
      return low + Math.floor(fraction * size)
    },
    chance: (p) => rng.float() < p,
    pick<T>(items: readonly T[]): T {
      if (items.length === 0) throw new RangeError('Cannot pick from an empty list')
      return items[rng.int(items.length)] as T
    },
    shuffle<T>(items: readonly T[]): T[] {
      const copy = [...items]
      for (let i = copy.length - 1; i > 0; i--) {
        const j = rng.int(i + 1)
        const held = copy[i] as T
        copy[i] = copy[j] as T
        copy[j] = held
      }
      return copy
    },
    normal: () => Math.sqrt(-2 * Math.log(1 - rng.float())) * Math.cos(2 * Math.PI * rng.float()),
    stream: (label) => createRng(deriveSeed(root, label)),
    state: () => [a, b, c, d, root],
    restore(state) {
      ;[a, b, c, d, root] = state
    },
  }
  return rng
}

/** FNV-1a over UTF-16 units. */
function hashText(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return hash >>> 0
}

/** The finaliser of MurmurHash3. */
function mix(value: number): number {
  let h = value | 0
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}
