import fc from 'fast-check'
import { expect } from 'vitest'
import type { CreditEpisode, TokenCredit } from './episode.ts'

/** An episode with one token a turn, unless it says otherwise. */
export const episode = (
  rewards: readonly number[] | null,
  more: Partial<CreditEpisode> = {},
): CreditEpisode => ({
  group: 'g',
  rewards,
  tokens: (rewards ?? [0]).map(() => 1),
  ...more,
})

/** Episodes of one turn that each earned a number. */
export const returning = (returns: readonly number[], group = 'g'): readonly CreditEpisode[] =>
  returns.map((value) => episode([value], { group }))

export const rowsOf = (credit: TokenCredit): readonly (readonly number[] | null)[] =>
  credit.map((row) => (row ? [...row] : null))

/** The credit of the first token of each episode. */
export const firstOf = (credit: TokenCredit): readonly number[] =>
  credit.map((row) => row?.[0] ?? Number.NaN)

/** Equal to 1e-9, relative to 1 and up. */
export function expectClose(
  actual: readonly (ArrayLike<number> | null)[],
  expected: readonly (ArrayLike<number> | null)[],
): void {
  expect(actual.map((row) => row?.length ?? null)).toEqual(
    expected.map((row) => row?.length ?? null),
  )
  for (const [place, row] of actual.entries()) {
    for (let at = 0; at < (row?.length ?? 0); at++) {
      const want = expected[place]?.[at] ?? Number.NaN
      const off = Math.abs((row?.[at] ?? Number.NaN) - want)
      expect(off / Math.max(1, Math.abs(want))).toBeLessThan(1e-9)
    }
  }
}

/** From all pairs, without a mean: Σ_{i<j} (x_i - x_j)² / (n (n - ddof)). */
export function pairwiseDeviation(values: readonly number[], ddof: 0 | 1 = 1): number {
  let squares = 0
  for (const [i, a] of values.entries()) {
    for (const b of values.slice(i + 1)) squares += (a - b) ** 2
  }
  return Math.sqrt(squares / (values.length * (values.length - ddof)))
}

export const average = (values: readonly number[]): number => {
  let total = 0
  for (const value of values) total += value
  return total / values.length
}

/** Σ_{l ≥ k} γ^(l-k) r_l, term by term. */
export const returnFrom = (rewards: readonly number[], turn: number, gamma: number): number => {
  let total = 0
  for (let l = turn; l < rewards.length; l++) total += gamma ** (l - turn) * (rewards[l] ?? 0)
  return total
}

export const totalOf = ({ rewards }: CreditEpisode): number => returnFrom(rewards ?? [], 0, 1)

/** A number for each turn, written out by hand for its tokens. */
export const overTurns = (
  all: readonly CreditEpisode[],
  of: (one: CreditEpisode, turn: number) => number,
) =>
  all.map((one) =>
    one.rewards === null
      ? null
      : one.tokens.flatMap((count, turn) => new Array<number>(count).fill(of(one, turn))),
  )

/** Returns to go of all turns with tokens that are like a given one. */
export function likes(
  all: readonly CreditEpisode[],
  gamma: number,
  like: (one: CreditEpisode, turn: number) => boolean,
): readonly number[] {
  const found: number[] = []
  for (const one of all) {
    for (const [turn, count] of one.tokens.entries()) {
      if (one.rewards && count > 0 && like(one, turn))
        found.push(returnFrom(one.rewards, turn, gamma))
    }
  }
  return found
}

/** How far a number is from its peers: 0 where they do not differ. */
export function against(
  value: number,
  peers: readonly number[],
  deviationAndMore: number | null,
): number {
  if (new Set(peers).size < 2) return 0
  return (value - average(peers)) / (deviationAndMore ?? 1)
}

export interface BatchShape {
  readonly lowest?: number
  readonly leastScored?: number
  readonly leastTurns?: number
  readonly leastTokens?: number
  readonly unscored?: boolean
}

/** Eighths: sums are exact, so that nothing lies near the line between equal and different. */
export const eighths = (lowest = -16): fc.Arbitrary<number> =>
  fc.integer({ min: lowest, max: 16 }).map((count) => count / 8)

/** From 0 to 1: its powers are exact, too. */
export const eighthShare = fc.integer({ min: 0, max: 8 }).map((count) => count / 8)

/** Up to three groups, with lone and unscored members, empty turns and empty episodes among them. */
export function batches(shape: BatchShape = {}): fc.Arbitrary<readonly CreditEpisode[]> {
  const { leastScored = 0 } = shape
  const scored = episodes(shape, false)
  const any = shape.unscored === false ? scored : fc.oneof(scored, scored, episodes(shape, true))
  const group = fc
    .tuple(
      fc.array(scored, { minLength: leastScored, maxLength: leastScored }),
      fc.array(any, { minLength: leastScored > 0 ? 0 : 1, maxLength: 3 }),
      eighths(),
    )
    .map(([sure, more, greedyReturn]) =>
      [...sure, ...more].map((one) => ({ ...one, greedyReturn })),
    )
  return fc
    .array(group, { minLength: 1, maxLength: 3 })
    .map((groups) =>
      groups.flatMap((members, index) => members.map((one) => ({ ...one, group: `g${index}` }))),
    )
}

function episodes(shape: BatchShape, unscored: boolean): fc.Arbitrary<CreditEpisode> {
  const turn = fc.record({
    reward: eighths(shape.lowest),
    format: eighths(),
    tokens: fc.integer({ min: shape.leastTokens ?? 0, max: 3 }),
    state: fc.constantFrom('a', 'b', null),
  })
  return fc.array(turn, { minLength: shape.leastTurns ?? 0, maxLength: 4 }).map((turns) => ({
    group: '',
    rewards: unscored ? null : turns.map(({ reward }) => reward),
    parts: {
      solved: turns.map(({ reward }) => reward),
      format: turns.map(({ format }) => format),
    },
    tokens: turns.map(({ tokens }) => tokens),
    states: turns.map(({ state }) => state),
  }))
}

/** A value for each token, different for each but the same for the same tokens. */
export const valuesFor = (all: readonly CreditEpisode[]): TokenCredit =>
  all.map(({ rewards, tokens }) =>
    rewards === null
      ? null
      : Float64Array.from({ length: tokens.reduce((sum, n) => sum + n, 0) }, (_, at) =>
          Math.sin(at + tokens.length + returnFrom(rewards, 0, 0.5)),
        ),
  )
