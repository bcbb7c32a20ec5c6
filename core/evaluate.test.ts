import { describe, expect, test } from 'vitest'
import { nullAgent } from '../agents/null.ts'
import { oracle } from '../agents/oracle.ts'
import { custom, solved, weighted } from '../rewards/index.ts'
import { counter } from './counter.suite.ts'
import {
  combineScores,
  finalizeEpisode,
  finalScores,
  groupScores,
  type Judge,
  JudgeError,
  lastSignals,
  ModelError,
  make,
  type RewardTerm,
  rollout,
  type Score,
  type Services,
  type Signals,
  scored,
  scoreTrajectory,
  stepTurns,
  sumScores,
  type Trajectory,
  type Turn,
  unscored,
} from './index.ts'

async function episode(agent = oracle): Promise<Trajectory> {
  await using env = await make(counter)
  return await rollout(env, agent, { seed: 1 })
}

/** A term that asks the judge once an episode and pays on the last turn. */
const judged: RewardTerm<Signals> = {
  spec: { kind: 'custom', name: 'judged' },
  needs: ['judge'],
  async finalize({ turns }, { judge }) {
    const verdict = await judge?.judge({ rubric: 'r', material: 'm' })
    return turns.map((_, i) => scored(i === turns.length - 1 ? (verdict?.value ?? 0) : 0))
  },
}
const composed = weighted({ solved: [1, solved()], judged: [0.5, judged] })

function judging(verdict: () => number): { services: Services; calls: () => number } {
  let calls = 0
  const judge: Judge = {
    async judge() {
      calls++
      return { value: verdict(), reason: '' }
    },
  }
  return { services: { judge }, calls: () => calls }
}

describe('scores', () => {
  test('add up, unless one of them is unscored', () => {
    expect(sumScores([scored(1), scored(2)])).toEqual(scored(3))
    expect(sumScores([scored(1), unscored('JudgeError'), scored(2)])).toEqual(
      unscored('JudgeError'),
    )
    expect(sumScores([])).toEqual(scored(0))
  })

  test('combine position by position, unscored where one of them is', () => {
    const columns = [
      [scored(1), scored(2)],
      [scored(10), unscored('ModelError')],
    ]

    expect(combineScores(columns, ([a = 0, b = 0]) => a + b)).toEqual([
      scored(11),
      unscored('ModelError'),
    ])
    expect(() => combineScores([[scored(1)], []], () => 0)).toThrow('no score at 0')
  })
})

describe('final scores', () => {
  test('ask a judge once for a composition and its parts, and again for the group', async () => {
    const { services, calls } = judging(() => 0.8)
    await using env = await make(counter, { reward: composed, services })

    const trajectory = await rollout(env, oracle, { services })
    const reward = env.runner?.reward as RewardTerm<Signals>
    const [score] = await groupScores(reward, [trajectory], services)

    expect(calls()).toBe(1)
    expect(trajectory.outcome).toMatchObject({
      reward: scored(1.4),
      parts: { judged: [scored(0), scored(0), scored(0.8)] },
    })
    expect(score).toEqual(scored(1.4))
  })

  test.each([
    ['JudgeError', new JudgeError('overloaded')],
    ['ModelError', new ModelError('unreachable')],
    ['RewardError', new TypeError('a bug of the term')],
  ] as const)(
    'are unscored by class, with the whole, when a judge throws: %s',
    async (cause, error) => {
      const { services, calls } = judging(() => {
        throw error
      })
      await using env = await make(counter, { reward: composed, services })

      const { outcome } = await rollout(env, oracle, { services })

      expect(calls()).toBe(1)
      expect(outcome).toMatchObject({
        status: 'completed',
        reward: unscored(cause),
        parts: {
          solved: [scored(0), scored(0), scored(1)],
          judged: Array(3).fill(unscored(cause)),
        },
      })
    },
  )

  test.each<[string, () => Promise<readonly Score[]>]>([
    ['too few', async () => [scored(1)]],
    ['no numbers', async () => [scored(0), scored(Number.NaN), scored(1)]],
    ['no scores', async () => [1, 2, 3] as unknown as Score[]],
  ])('are unscored, put down to the reward, when a term gives %s', async (_, finalize) => {
    const broken: RewardTerm<Signals> = { spec: { kind: 'custom', name: 'broken' }, finalize }

    const scores = await finalScores(broken, await episode(), {})

    expect(scores).toHaveLength(3)
    expect(scores).toContainEqual(unscored('RewardError'))
  })

  test('are the provisional values where a term knows nothing better', async () => {
    const index = custom('index', (turn: { index: number }) => turn.index)

    expect(await finalScores(index, await episode(), {})).toEqual([scored(0), scored(1), scored(2)])
  })

  test('are 0 for invalid actions', async () => {
    const one = custom('one', () => 1)
    const confused = {
      name: 'confused',
      begin: async () => ({ act: async () => ({ actions: [], samples: [] }) }),
    }

    const scores = await finalScores(one, await episode(confused), {})

    expect(scores).toEqual(Array(8).fill(scored(0)))
  })
})

describe('group scores', () => {
  const failed = async (): Promise<Trajectory> => {
    const trajectory = await episode()
    return {
      ...trajectory,
      outcome: {
        status: 'failed',
        phase: 'turn',
        error: { class: 'SandboxError', message: 'the worker died' },
      },
    }
  }

  test('are the sums of final scores, and the class of the failure where there are none', async () => {
    const group = [await episode(), await failed(), await episode(nullAgent)]

    expect(await groupScores(solved() as RewardTerm<Signals>, group, {})).toEqual([
      scored(1),
      unscored('SandboxError'),
      scored(0),
    ])
  })

  test('come from the group moment of a term, which never sees failed members', async () => {
    const sizes: number[] = []
    const ranked: RewardTerm<Signals> = {
      spec: { kind: 'custom', name: 'ranked' },
      async group(trajectories) {
        sizes.push(trajectories.length)
        return trajectories.map((_, index) => scored(index))
      },
    }

    const scores = await groupScores(ranked, [await failed(), await episode(), await episode()], {})

    expect(sizes).toEqual([2])
    expect(scores).toEqual([unscored('SandboxError'), scored(0), scored(1)])
  })

  test.each<[string, RewardTerm<Signals>['group'] & object]>([
    [
      'throws',
      async () => {
        throw new Error('no')
      },
    ],
    ['gives too few', async () => []],
    ['gives no numbers', async (group) => group.map(() => scored(Number.NaN))],
  ])('are unscored when the group moment %s', async (_, group) => {
    const broken: RewardTerm<Signals> = { spec: { kind: 'custom', name: 'broken' }, group }

    expect(await groupScores(broken, [await episode()], {})).toEqual([unscored('RewardError')])
  })
})

describe('a trajectory as terms saw it', () => {
  const turn = (index: number, signals: Signals | null): Turn => ({
    index,
    decision: index,
    action: '',
    observation: '',
    signals,
    reward: 0,
    rewards: {},
    terminated: false,
    truncated: false,
    durationMs: 0,
  })
  const withTurns = async (turns: readonly Turn[], finalSignals: Signals | null) => ({
    ...(await episode()),
    initial: { observation: '', info: {}, signals: { n: 0 } },
    turns,
    finalSignals,
  })

  test('passes over turns that measured nothing', async () => {
    const trajectory = await withTurns([turn(0, { n: 1 }), turn(1, null), turn(2, { n: 3 })], null)

    expect(stepTurns(trajectory).map((seen) => seen && [seen.previous, seen.signals])).toEqual([
      [{ n: 0 }, { n: 1 }],
      null,
      [{ n: 1 }, { n: 3 }],
    ])
    expect(lastSignals(trajectory)).toEqual({ n: 3 })
  })

  test('has the signals of grading on its last turn, also where that measured nothing', async () => {
    const trajectory = await withTurns([turn(0, { n: 1 }), turn(1, null)], { n: 9 })

    expect(stepTurns(trajectory)[1]).toMatchObject({ signals: { n: 9 }, previous: { n: 1 } })
    expect(lastSignals(trajectory)).toEqual({ n: 9 })
    expect(lastSignals(await withTurns([turn(0, null)], null))).toBeNull()
  })
})

describe('finalizing', () => {
  test('gives a bare loop what a rollout gives', async () => {
    await using env = await make(counter, { reward: 'dense' })
    const { outcome, finalSignals, ...played } = await rollout(env, oracle, { seed: 2 })

    const again = await finalizeEpisode(env, played)

    expect(again.outcome).toEqual(outcome)
    expect(again.finalSignals).toEqual(finalSignals)
  })

  test('scores a stored trajectory under another reward', async () => {
    const { outcome: _, ...stored } = JSON.parse(JSON.stringify(await episode())) as Trajectory

    const { outcome } = await scoreTrajectory(
      weighted({ solved: [2, solved()] }),
      stored,
      'terminated',
    )

    expect(outcome).toMatchObject({ reward: scored(2), parts: { solved: { length: 3 } } })
  })
})
