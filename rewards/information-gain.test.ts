import { describe, expect, test } from 'vitest'
import {
  finalScores,
  type LogProbScorer,
  type RewardTerm,
  type Signals,
  type Trajectory,
} from '../core/index.ts'
import { informationGain, lastTurn, progress } from './index.ts'
import { trajectoryOf } from './rewards.suite.ts'

const encode = (text: string) => [...new TextEncoder().encode(text)]
const decode = (ids: readonly number[]) => new TextDecoder().decode(Uint8Array.from(ids))

/** Believes in a continuation by how often the prefix holds it; remembers what it was asked. */
function counting() {
  const asked: string[] = []
  const scorer: LogProbScorer = {
    async score(prefix, continuations) {
      asked.push(decode(prefix))
      return continuations.map((ids) => {
        const times = decode(prefix).split(decode(ids)).length - 1
        return ids.map(() => Math.log((1 + times) / 10))
      })
    },
  }
  return { asked, scorer }
}

const observed = (...texts: readonly string[]): Trajectory => {
  const bare = trajectoryOf<Signals>(
    { f1: 0 },
    texts.map((_, index) => ({ f1: index === texts.length - 1 ? 0.5 : 0 })),
  )
  return {
    ...bare,
    initial: { ...bare.initial, observation: { text: 'Who?', hits: [] } },
    decisions: texts.map(() => ({ samples: [], durationMs: 0 })),
    turns: bare.turns.map((turn, index) => ({
      ...{ ...turn, action: { tool: 'search' }, observation: texts[index] ?? '' },
    })),
    finalInfo: { answers: ['Ada', 'A.'] },
  }
}

const values = async <Sig extends Signals>(
  term: RewardTerm<Sig>,
  of: Trajectory,
  logProbs: LogProbScorer,
) =>
  (await finalScores(term, of as Trajectory<Sig>, { logProbs })).map((score) =>
    score.status === 'scored' ? score.value : score.cause,
  )

describe('informationGain (IGPO)', () => {
  test('pays each turn what it adds to the probability of the gold answer, and telescopes', async () => {
    const { scorer, asked } = counting()

    const gains = await values(
      informationGain({ encode }),
      observed('Ada and Ada', 'nothing', 'Ada'),
      scorer,
    )

    expect(gains).toEqual([0.2, 0, 0.1].map((value) => expect.closeTo(value)))
    expect(asked).toHaveLength(4)
    expect(asked[0]).toBe('Who?\nAnswer: ')
    expect(asked[1]).toBe('Who?\n{"tool":"search"}\nAda and Ada\nAnswer: ')
  })

  test('a group that is all wrong still has rewards that differ', async () => {
    const { scorer } = counting()
    const term = lastTurn(informationGain({ encode }), progress({ signal: 'f1' }))

    const near = await values(term, observed('Ada', 'x'), scorer)
    const far = await values(term, observed('x', 'x'), scorer)

    expect(near).toEqual([expect.closeTo(0.1), 0.5])
    expect(far).toEqual([0, 0.5])
  })

  test('reads the recorded tokens where there are some, turns of one message together', async () => {
    const { scorer, asked } = counting()
    const sample = {
      ...({ purpose: 'act', logProbs: [], temperature: 1, policyVersions: [] } as const),
      ids: encode(' go'),
    }
    const played = observed('a', 'b', 'c')
    const trajectory: Trajectory = {
      ...played,
      decisions: [
        { samples: [{ ...sample, parent: null, newPromptIds: encode('Q') }], durationMs: 0 },
        { samples: [{ ...sample, parent: 0, newPromptIds: encode(' Ada') }], durationMs: 0 },
      ],
      turns: played.turns.map((turn, index) => ({ ...turn, decision: index < 2 ? 0 : 1 })),
    }

    const gains = await values(informationGain({ encode, stub: '=' }), trajectory, scorer)

    expect(asked.slice(0, 2)).toEqual(['Q=', 'Q go Ada='])
    expect(gains.slice(0, 2)).toEqual([0, expect.closeTo(0.1)])
  })

  test('without an answer nothing is believed; without a tokenizer or a scorer it is unscored', async () => {
    const { scorer } = counting()
    const unanswerable = { ...observed('x'), finalInfo: { answers: [] } }

    expect(await values(informationGain({ encode }), unanswerable, scorer)).toEqual([0])
    expect(await values(informationGain(), observed('x'), scorer)).toEqual(['ModelError'])
    expect(
      await values(informationGain(), observed('x'), { ...scorer, encode } as LogProbScorer),
    ).toEqual([0])
    expect(await finalScores(informationGain({ encode }), observed('x'), {})).toEqual([
      { status: 'unscored', cause: 'ModelError' },
    ])
  })
})
