import { expect, test } from 'vitest'
import { oracle } from '../../agents/oracle.ts'
import {
  type Agent,
  decide,
  groupScores,
  type LogProbScorer,
  make,
  rollout,
  type Signals,
  type Trajectory,
} from '../../core/index.ts'
import type { SearchObservation } from './observe.ts'
import { searchRewards } from './rewards.ts'
import { tiny } from './tiny.suite.ts'
import type { SearchAction } from './tools.ts'

type Preset = keyof typeof searchRewards

/** Plays actions by an agent on the question about two pages. */
async function episode(
  actions: readonly SearchAction[] | null,
  reward: Preset,
  logProbs?: LogProbScorer,
): Promise<Trajectory> {
  await using env = await make(tiny, { reward, ...(logProbs ? { services: { logProbs } } : {}) })
  const scripted: Agent<SearchObservation, SearchAction> = {
    name: 'scripted',
    async begin() {
      const left = [...(actions ?? [])]
      return { act: async () => decide(left.shift() ?? { tool: 'answer', text: '' }) }
    },
  }
  const agent = actions === null ? (oracle as unknown as typeof scripted) : scripted
  return await rollout(env, agent, {
    ...{ seed: 1, task: 'bridge' },
    ...(logProbs ? { services: { logProbs } } : {}),
  })
}

const valuesOf = async (reward: 'e-grpo' | 'c-grpo', trajectories: readonly Trajectory[]) =>
  (await groupScores<Signals>(searchRewards[reward] as never, trajectories, {})).map((score) =>
    score.status === 'scored' ? score.value : score.cause,
  )

test('E-GRPO pays the near miss of a group that is all wrong', async () => {
  const open = (page: string) => ({ tool: 'open', page }) as const
  const near = await episode([open('tolm'), open('aldmere')], 'e-grpo')
  const far = await episode([open('aldmere')], 'e-grpo')
  const nothing = await episode([], 'e-grpo')

  expect(await valuesOf('e-grpo', [near, far, nothing])).toEqual([0.3, expect.closeTo(0.15), 0])
  expect(await valuesOf('e-grpo', [near, await episode(null, 'e-grpo')])).toEqual([0.3, 1])
})

test('C-GRPO pays a right answer less without its evidence, and a wrong one nothing', async () => {
  const whole = await episode(null, 'c-grpo')
  const bare = await episode([{ tool: 'answer', text: 'Oss' }], 'c-grpo')
  const wrong = await episode([{ tool: 'open', page: 'tolm' }], 'c-grpo')

  expect(await valuesOf('c-grpo', [whole, bare, wrong])).toEqual([1, expect.closeTo(0.7), 0])
})

const valued = (value: number) => ({ status: 'scored', value: expect.closeTo(value) })

test('IGPO pays turns for the belief in the gold answer, and the last one F1; the probability is shown beside it', async () => {
  const encode = (text: string) => [...new TextEncoder().encode(text)]
  const asked: number[] = []
  const scorer: LogProbScorer = {
    encode,
    async score(prefix, continuations) {
      asked.push(prefix.length)
      const read = new TextDecoder().decode(Uint8Array.from(prefix))
      return continuations.map((ids) =>
        ids.map(() => Math.log(read.includes('river Oss') ? 0.8 : 0.2)),
      )
    },
  }

  const { outcome } = await episode(
    [
      { tool: 'search', query: 'nonsense' },
      { tool: 'open', page: 'aldmere' },
      { tool: 'answer', text: 'the Oss or the Rhine' },
    ],
    'igpo',
    scorer,
  )

  expect(outcome).toMatchObject({
    turns: [0, 0.6, 0.5].map(valued),
    parts: {
      goldProbability: [0.2, 0.8, 0.8].map(valued),
      informationGain: [0, 0.6, 0].map(valued),
      f1: [0, 0, 0.5].map(valued),
    },
  })
  expect(asked).toHaveLength(4)
})
