import { expect, test } from 'vitest'
import { z } from 'zod'
import { createManualClock, defineEnv, make, rollout, text, tools } from '../../core/index.ts'
import { solved } from '../../rewards/index.ts'
import { hop } from './hop.ts'
import { singleShot } from './single-shot.ts'

const searchTools = tools({
  search: z.object({ query: z.string(), k: z.int().optional() }),
  open: z.object({ page: z.string() }),
  answer: z.object({ text: z.string() }),
})
const otherTools = tools({ press: z.object({ key: z.string() }) })

const envOf = (actionSpace: typeof searchTools | typeof otherTools) =>
  defineEnv({
    id: 'test/Odd-v0',
    state: 'data',
    observationSpace: text(),
    actionSpace: actionSpace as typeof searchTools,
    rewards: { sparse: solved() },
    maxEpisodeSteps: 1,
    reset: () => ({ state: {}, observation: 'Hello.' }),
    step: () => ({ observation: 'Still.', signals: { solved: false } }),
    noop: { tool: 'answer', text: '' },
  })

test.each([
  [hop, 'hop'],
  [singleShot, 'single-shot'],
])('an env without a search is refused, with the envs that %s is for', async (agent, name) => {
  await using open = await make(envOf(otherTools), { clock: createManualClock() })

  await expect(rollout(open, agent, { seed: 0 })).rejects.toThrow(
    `Cannot play test/Odd-v0 as ${name}: its actions have no search, open and answer (choose an env of search/`,
  )
})

test.each([[hop], [singleShot]])(
  'what it cannot read is met with the action that does nothing',
  async (agent) => {
    await using open = await make(envOf(searchTools), { clock: createManualClock() })

    const { turns } = await rollout(open, agent, { seed: 0 })

    expect(turns.map(({ action }) => action)).toEqual([{ tool: 'answer', text: '' }])
  },
)
