import { describe, expect, test } from 'vitest'
import {
  finalScores,
  type LogProbScorer,
  ModelError,
  type RewardTerm,
  type Services,
  type Signals,
  scoreTrajectory,
  type Trajectory,
} from '../core/index.ts'
import { goldProbability, informationGain, lastTurn, progress, weighted } from './index.ts'
import { trajectoryOf } from './rewards.suite.ts'

const encode = (text: string) => [...new TextEncoder().encode(text)]
const decode = (ids: readonly number[]) => new TextDecoder().decode(Uint8Array.from(ids))

/** Believes in a continuation by how often the prefix holds it, up to so many tokens. */
function counting(contextLength = Number.POSITIVE_INFINITY) {
  const asked: string[] = []
  const logProbs: LogProbScorer = {
    // As a tape gives it.
    encode: async (text) => encode(text),
    async score(prefix, continuations) {
      asked.push(decode(prefix))
      if (prefix.length > contextLength) throw new ModelError('Cannot score: it is too long')
      const times = (ids: readonly number[]) => decode(prefix).split(decode(ids)).length - 1
      return continuations.map((ids) => ids.map(() => Math.log((1 + times(ids)) / 10)))
    },
  }
  return { asked, services: { logProbs } satisfies Services }
}

/** One decision a turn, unless the decision of each turn is given. */
function observed(
  texts: readonly string[],
  decisions = texts.map((_, index) => index),
): Trajectory {
  const bare = trajectoryOf<Signals>(
    { f1: 0 },
    texts.map((_, index) => ({ f1: index === texts.length - 1 ? 0.5 : 0 })),
  )
  return {
    ...bare,
    initial: { ...bare.initial, observation: 'Who?' },
    decisions: [...new Set(decisions)].map(() => ({ samples: [], durationMs: 0 })),
    turns: bare.turns.map((turn, index) => ({
      ...{ ...turn, decision: decisions[index] ?? 0, observation: texts[index] ?? '' },
    })),
    finalInfo: { answers: ['Ada', 'A.'] },
  }
}

const valuesOf = async <Sig extends Signals>(
  term: RewardTerm<Sig>,
  of: Trajectory,
  services: Services,
) =>
  (await finalScores(term, of as Trajectory<Sig>, services)).map((score) =>
    score.status === 'scored' ? score.value : score.cause,
  )
const close = (...values: readonly number[]) => values.map((value) => expect.closeTo(value))

/** IGPO, with what it is made of. */
function watchedGain() {
  const f1 = progress({ signal: 'f1' })
  return weighted({
    igpo: [1, lastTurn(informationGain(), f1)],
    goldProbability: [0, goldProbability()],
  })
}

describe('goldProbability', () => {
  test('is how likely the gold answer is after each turn', async () => {
    const { services } = counting()

    const values = await valuesOf(goldProbability(), observed(['Ada, Ada', 'x', 'Ada']), services)

    expect(values).toEqual(close(0.3, 0.3, 0.4))
  })

  test('is the same for all steps of one message: what is held after it', async () => {
    const { services, asked } = counting()

    const values = await valuesOf(
      goldProbability(),
      observed(['Ada', 'Ada', 'Ada'], [0, 0, 1]),
      services,
    )

    expect(values).toEqual(close(0.3, 0.3, 0.4))
    expect(asked).toHaveLength(3)
  })

  test('stands beside the gain as a part that pays nothing, and is measured once', async () => {
    const { services, asked } = counting()

    const { outcome } = await scoreTrajectory(
      watchedGain(),
      observed(['Ada, Ada', 'x']),
      'terminated',
      services,
    )

    expect(outcome).toMatchObject({
      reward: { status: 'scored', value: expect.closeTo(0.7) },
      parts: {
        igpo: [{ value: expect.closeTo(0.2) }, { value: expect.closeTo(0.5) }],
        goldProbability: [{ value: expect.closeTo(0.3) }, { value: expect.closeTo(0.3) }],
      },
    })
    expect(asked).toHaveLength(3)
  })

  test('leaves unscored the turns alone whose text the model cannot take', async () => {
    const { services } = counting(100)
    const trajectory = observed(['Ada', 'Ada'.repeat(40)])

    expect(await valuesOf(goldProbability(), trajectory, services)).toEqual([
      ...close(0.2),
      'ModelError',
    ])
    expect(await valuesOf(informationGain(), trajectory, services)).toEqual([
      ...close(0.1),
      'ModelError',
    ])
    // The last turn is paid for F1: the reward is whole.
    expect(await valuesOf(watchedGain(), trajectory, services)).toEqual(close(0.1, 0.5))
    expect(await valuesOf(goldProbability(), trajectory, counting(3).services)).toEqual([
      ...['ModelError', 'ModelError'],
    ])
  })

  test('is 0 where there is no gold answer, and unscored where nobody can be asked', async () => {
    const { services, asked } = counting()
    const unanswerable = { ...observed(['x']), finalInfo: { answers: [] } }

    expect(await valuesOf(goldProbability(), unanswerable, services)).toEqual([0])
    expect(asked).toEqual([])
    expect(await valuesOf(goldProbability(), observed(['x']), {})).toEqual(['ModelError'])
  })

  test('goes on from the tokens of the last message where prompts are recorded', async () => {
    const { services, asked } = counting()
    const sample = {
      ...({ purpose: 'act', logProbs: [], temperature: 1, policyVersions: [] } as const),
      ...{ ids: encode(' go'), parent: null, newPromptIds: encode('Q') },
    }
    const trajectory: Trajectory = {
      ...observed(['It is Ada']),
      decisions: [{ samples: [sample], durationMs: 0 }],
    }

    expect(await valuesOf(goldProbability(), trajectory, services)).toEqual(close(0.2))
    expect(asked).toEqual(['QAnswer: ', 'Q go\nIt is Ada\nAnswer: '])
  })
})
