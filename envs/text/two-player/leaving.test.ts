import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Agent, type Decision, decide, scoreTrajectory } from '../../../core/index.ts'
import { nimEnv, playNim } from '../nim/env.ts'
import { opponents } from '../nim/rules.ts'
import { earned, perfect, thinking } from './players.suite.ts'

const stop = 'has enough'
const leaver = thinking('leaver', async () => ({ actions: [], samples: [], stop }))
const mute = thinking('mute', async () => decide('pass'))
const garbled = thinking('garbled', async () => decide<string>({ invalid: 'noise', raw: null }))

test.each([leaver, mute, garbled])(
  'gives the game to who stays: the other one is a $name, and has lost',
  async (other) => {
    for (const seat of [0, 1] as const) {
      const agents = seat === 0 ? ([other, perfect] as const) : ([perfect, other] as const)
      const options = { piles: [1, 2, 4], agents, seed: 0, maxEpisodeSteps: 4 }
      const match = await playNim({ ...options, reward: 'zeroSum' })
      const [left, stayed] = seat === 0 ? match : [match[1], match[0]]

      expect([earned(left), earned(stayed)]).toEqual([-1, 1])
      expect(left.finalSignals).toMatchObject({ solved: false, lost: true, progress: 0 })
      expect(stayed.finalSignals).toMatchObject({ solved: true, lost: false, progress: 1 })
      expect(stayed.turns.at(-1)?.observation ?? '').toContain('You have won.')
    }
  },
)

test('takes the progress back from who leaves a game it was winning', async () => {
  const agents = [leaver, perfect] as const
  const [left, stayed] = await playNim({ piles: [1, 2], agents, seed: 0, reward: 'dense' })

  expect(left.initial.signals).toMatchObject({ progress: 0.5 })
  expect(earned(left)).toBe(-0.25)
  // Nothing for progress: it had won before it did anything.
  expect(earned(stayed)).toBe(1)
})

test.each([
  [1, 1],
  [2, 5],
])('calls it lost by who left first where both stall, after %i and %i words', async (...words) => {
  const stalling = words.map((spoken) => {
    let said = 0
    return thinking('stalling', async () =>
      ++said > spoken ? { actions: [], samples: [], stop } : decide('pass'),
    )
  }) as [typeof mute, typeof mute]
  const match = await playNim({ piles: [2], agents: stalling, seed: 0, reward: 'zeroSum' })

  expect(match.map(earned)).toEqual([-1, 1])
  // The other one was asked once: to end its episode.
  expect(match[1].turns).toHaveLength(1)
})

test('calls it lost by who has used up its steps first, though both play', async () => {
  const slowly = thinking('slow', async (shown) => decide(`${/([A-J]) [1-9]/.exec(shown)?.[1]} 1`))
  const options = { piles: [9], agents: [slowly, slowly] as const, seed: 0 }
  const match = await playNim({ ...options, reward: 'zeroSum', maxEpisodeSteps: 3 })

  expect(match.map(earned)).toEqual([-1, 1])
  expect(match.map(({ turns }) => turns.length)).toEqual([3, 3])
})

const moods = ['play', 'refuse', 'garble', 'stop', 'play and stop', 'play twice'] as const
type Mood = (typeof moods)[number]

/** Does one thing after the other, from the start again once all are done. */
const moody = (program: readonly Mood[]): Agent<string, string> => ({
  name: 'moody',
  async begin({ rng }) {
    let at = 0
    return {
      async act(observation): Promise<Decision<string>> {
        const piles = [...observation.matchAll(/[A-J] (\d+)(?=[,.])/g)].map(([, n]) => Number(n))
        const isOver = piles.every((stones) => stones === 0)
        const move = isOver ? 'thanks' : opponents.random({ piles, toMove: 0 }, rng)
        const mood = program[at++ % program.length] ?? 'play'
        if (mood === 'refuse') return decide('pass')
        if (mood === 'garble') return decide<string>({ invalid: 'noise', raw: null })
        if (mood === 'stop') return { actions: [], samples: [], stop }
        if (mood === 'play twice') return decide(move, move)
        return { ...decide(move), ...(mood === 'play' ? {} : { stop }) }
      },
    }
  },
})

test('adds up to nothing, whatever two players do', async () => {
  const program = fc.array(fc.constantFrom(...moods), { minLength: 1, maxLength: 6 })
  const piles = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 4 })
  const match = fc.record({
    piles,
    programs: fc.tuple(program, program),
    seed: fc.nat(1000),
    maxEpisodeSteps: fc.integer({ min: 1, max: 8 }),
  })
  await fc.assert(
    fc.asyncProperty(match, async ({ programs: [first, second], ...options }) => {
      const agents = [moody(first), moody(second)] as const
      const played = await playNim({ ...options, agents, reward: 'zeroSum' })

      expect(played.map(earned).toSorted()).toEqual([-1, 1])
      for (const trajectory of played) {
        const won = earned(trajectory) === 1
        expect(trajectory.finalSignals).toEqual({
          ...{ solved: won, lost: !won, progress: Number(won), milestone: Number(won) },
        })
        const sparse = await scoreTrajectory(nimEnv.rewards.sparse, trajectory, 'truncated')
        expect(earned(sparse)).toBe(Number(won))
      }
    }),
    { numRuns: 300 },
  )
})
