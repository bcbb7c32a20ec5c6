import { expect, test } from 'vitest'
import { make, type SnapshotEnv } from '../../../core/index.ts'
import { describeTextEnv } from '../text-env.suite.ts'
import { nimEnv } from './env.ts'
import { nimSum, winningMove } from './rules.ts'

describeTextEnv(nimEnv, { folder: import.meta.dirname, levels: ['easy', 'standard', 'hard'] })

test('knows who wins: the nim sum agrees with searching every game of up to three piles', () => {
  const known = new Map<string, boolean>()
  const wins = (piles: readonly number[]): boolean => {
    const key = piles.join()
    const found = known.get(key)
    if (found !== undefined) return found
    const won = piles.some((stones, pile) =>
      Array.from({ length: stones }, (_, left) => piles.with(pile, left)).some(
        (next) => !wins(next),
      ),
    )
    known.set(key, won)
    return won
  }

  for (let a = 0; a <= 5; a++) {
    for (let b = 0; b <= 5; b++) {
      for (let c = 0; c <= 5; c++) {
        expect(nimSum([a, b, c]) !== 0, `${a} ${b} ${c}`).toBe(wins([a, b, c]))
        expect(winningMove({ piles: [a, b, c], toMove: 0 }) !== null).toBe(wins([a, b, c]))
      }
    }
  }
})

test('is lost against perfect play after one mistake, and says so', async () => {
  await using env = (await make(nimEnv, { reward: 'zeroSum' })) as SnapshotEnv<string, string>
  await env.reset({ seed: 3 })
  const { observation } = await blunder(env)
  expect(observation).toMatch(/^You took \d+ from pile [A-C]\. Your opponent took/)
  for (;;) {
    const state = (await env.snapshot()) as unknown as { state: { state: { position: Piles } } }
    const { piles } = pilesOf(state)
    const pile = piles.findIndex((stones) => stones > 0)
    const step = await env.step(`${'ABC'[pile]} 1`)
    if (!step.terminated) continue
    expect(step.observation).toMatch(/You have lost\.$/)
    expect(step).toMatchObject({ reward: -1, info: { signals: { solved: false, lost: true } } })
    break
  }
})

type Piles = { piles: number[] }
/** Through the wrappers' snapshots to the env's own state. */
function pilesOf(snapshot: unknown): Piles {
  const { inner, state } = snapshot as { inner?: unknown; state: { state?: { position: Piles } } }
  return inner ? pilesOf(inner) : (state.state?.position as Piles)
}

/** The first move that leaves a nim sum other than 0. */
async function blunder(env: SnapshotEnv<string, string>) {
  const { piles } = pilesOf(await env.snapshot())
  for (const [pile, stones] of piles.entries()) {
    for (let taken = 1; taken <= stones; taken++) {
      if (nimSum(piles.with(pile, stones - taken)) !== 0) return env.step(`${'ABC'[pile]} ${taken}`)
    }
  }
  throw new Error('Cannot make a mistake here')
}

test.each([
  ['A 2', 'took 2 from pile A'],
  ['a2', 'took 2 from pile A'],
  ['Take A, 2', 'took 2 from pile A'],
  ['pile a: 1', 'took 1 from pile A'],
])('understands %s', async (said, told) => {
  await using env = await make(nimEnv, { options: { piles: 1, most: 40, opponent: 'random' } })
  await env.reset({ seed: 1 })

  expect((await env.step(said)).observation).toContain(told)
})

test.each(['2', 'A', 'A two', 'Z 1', 'A 0', 'A 1000000', 'A 1 B 1', 'A -1'])(
  'refuses %s, and changes nothing',
  async (said) => {
    await using env = await make(nimEnv)
    await env.reset({ seed: 1 })
    const before = await env.stateHash()
    const step = await env.step(said)

    expect(step.observation).toMatch(/^Invalid move: /)
    expect(step.info.invalid).toBeDefined()
    expect(await env.stateHash()).toBe(before)
  },
)
