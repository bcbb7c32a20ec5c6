import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createRng } from '../core/index.ts'
import { gain, potential, progress } from './index.ts'
import { totalOf, trajectoryOf, valuesOf } from './rewards.suite.ts'

const phi = ({ p }: { p: number }) => p
const number = fc.double({ noNaN: true, min: -100, max: 100 })
const measured = fc.array(fc.option(fc.record({ p: number })), { minLength: 1, maxLength: 8 })
/** Sum of gamma^t F_t. */
const discounted = (values: readonly (number | string)[], gamma: number) =>
  values.reduce<number>((sum, value, t) => sum + gamma ** t * Number(value), 0)

describe('potential', () => {
  test('telescopes: the discounted sum depends on the first and last state alone, invalid actions included', async () => {
    await fc.assert(
      fc.asyncProperty(
        number,
        measured,
        fc.double({ min: 0.5, max: 1, noNaN: true }),
        async (first, turns, gamma) => {
          const trajectory = trajectoryOf({ p: first }, turns, 'truncated')
          const last = turns.findLast((signals) => signals !== null)?.p ?? first

          const values = await valuesOf(potential('p', phi, { gamma }), trajectory)

          expect(discounted(values, gamma)).toBeCloseTo(gamma ** turns.length * last - first, 6)
        },
      ),
    )
  })

  test('is 0 in a terminal state, so that an episode that ends itself earns -Phi(first)', async () => {
    await fc.assert(
      fc.asyncProperty(
        number,
        fc.array(fc.record({ p: number }), { minLength: 1 }),
        async (p, turns) => {
          const total = await totalOf(potential('p', phi), trajectoryOf({ p }, turns))

          expect(total).toBeCloseTo(-p, 6)
        },
      ),
    )
  })

  test('starts from the given potential where reset measures nothing', async () => {
    const term = potential('p', phi, { initial: 3 })

    expect(await valuesOf(term, trajectoryOf(null, [{ p: 5 }, { p: 6 }], 'truncated'))).toEqual([
      2, 1,
    ])
  })

  test('gives the same provisionally', () => {
    const turn = { index: 1, signals: { p: 5 }, previous: { p: 2 } }

    expect(potential('p', phi, { gamma: 0.5 }).step?.({ ...turn, terminated: false })).toBe(0.5)
    expect(potential('p', phi, { gamma: 0.5 }).step?.({ ...turn, terminated: true })).toBe(-2)
  })

  test('leaves the optimal policy of a small random MDP as it is', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const { states, actions, gamma, next, reward, terminal, potentials } = randomMdp(seed)
        const term = potential('p', phi, { gamma })
        const shaping = (from: number, to: number) =>
          term.step?.({
            index: 0,
            signals: { p: potentials[to] ?? 0 },
            previous: { p: potentials[from] ?? 0 },
            terminated: to === terminal,
          }) ?? 0

        const plain = actionValues(reward)
        const shaped = actionValues(
          (from, action, to) => reward(from, action, to) + shaping(from, to),
        )

        for (let state = 0; state < states; state++) {
          if (state === terminal) continue
          const [values, others] = [plain[state] ?? [], shaped[state] ?? []]
          for (let action = 0; action < actions; action++) {
            // Q'(s, a) = Q(s, a) - Phi(s): every action is shifted alike, so the best stays the best.
            const shift = (values[action] ?? 0) - (others[action] ?? 0)
            expect(shift).toBeCloseTo(potentials[state] ?? 0, 6)
          }
        }

        /** Value iteration: Q(s, a) = sum_s' P(s' | s, a) (r + gamma max_a' Q(s', a')). */
        function actionValues(paid: (from: number, action: number, to: number) => number) {
          let q = Array.from({ length: states }, () => new Array<number>(actions).fill(0))
          for (let sweep = 0; sweep < 400; sweep++) {
            q = q.map((row, from) =>
              row.map((_, action) =>
                from === terminal
                  ? 0
                  : (next[from]?.[action] ?? []).reduce(
                      (sum, p, to) =>
                        sum + p * (paid(from, action, to) + gamma * Math.max(...(q[to] ?? [0]))),
                      0,
                    ),
              ),
            )
          }
          return q
        }
      }),
      { numRuns: 30 },
    )
  })

  test.each([0, -1, 1.5, Number.NaN])('refuses a discount of %s', (gamma) => {
    expect(() => potential('p', phi, { gamma })).toThrow('give a number in (0, 1]')
  })
})

describe('gain', () => {
  test('telescopes to the last score less the first, however the episode ends', async () => {
    await fc.assert(
      fc.asyncProperty(
        number,
        measured,
        fc.constantFrom('terminated' as const, 'truncated' as const),
        async (first, turns, ended) => {
          const last = turns.findLast((signals) => signals !== null)?.p ?? first

          const total = await totalOf(gain('p', phi), trajectoryOf({ p: first }, turns, ended))

          expect(total).toBeCloseTo(last - first, 6)
        },
      ),
    )
  })
})

describe('progress', () => {
  test('is the gain of one signal, from 0 where reset measures nothing', async () => {
    const term = progress()
    const turns = [{ progress: 0.25 }, { progress: 1 }]

    expect(await valuesOf(term, trajectoryOf(null, turns))).toEqual([0.25, 0.75])
    expect(
      await valuesOf(progress({ signal: 'share', initial: 1 }), trajectoryOf(null, [{ share: 3 }])),
    ).toEqual([2])
  })

  test('counts what grading measured', async () => {
    const trajectory = { ...trajectoryOf(null, [{ progress: 0.5 }]), finalSignals: { progress: 1 } }

    expect(await valuesOf(progress(), trajectory)).toEqual([1])
  })
})

function randomMdp(seed: number) {
  const rng = createRng(seed)
  const [states, actions] = [2 + rng.int(4), 1 + rng.int(3)]
  const terminal = states - 1
  const rewards = Array.from({ length: states * actions * states }, () => rng.normal())
  const next = Array.from({ length: states }, () =>
    Array.from({ length: actions }, () => {
      const weights = Array.from({ length: states }, () => rng.float() + 0.01)
      const total = weights.reduce((sum, weight) => sum + weight, 0)
      return weights.map((weight) => weight / total)
    }),
  )
  return {
    states,
    actions,
    terminal,
    next,
    gamma: 0.5 + rng.float() * 0.4,
    reward: (from: number, action: number, to: number) =>
      rewards[(from * actions + action) * states + to] ?? 0,
    potentials: Array.from({ length: states }, (_, s) => (s === terminal ? 99 : rng.normal() * 5)),
  }
}
