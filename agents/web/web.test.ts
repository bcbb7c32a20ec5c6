import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import {
  type Agent,
  createManualClock,
  createRng,
  defineEnv,
  make,
  rollout,
  text,
  tools,
} from '../../core/index.ts'
import { solved } from '../../rewards/index.ts'
import { clicker } from './clicker.ts'
import { labels } from './labels.ts'

const ref = z.string()
const actionSpace = tools({
  click: z.object({ ref }),
  check: z.object({ ref }),
  fill: z.object({ ref, text: z.string() }),
  select: z.object({ ref, options: z.array(z.string()) }),
  dialog: z.object({ accept: z.boolean(), text: z.string().optional() }),
  scroll: z.object({ direction: z.enum(['up', 'down']) }),
  answer: z.object({ text: z.string() }),
})

/** What an agent does when it is shown these pages, one after the other, and the last one from then on. */
async function actionsOn(
  agent: Agent<unknown, unknown>,
  goal: string,
  pages: readonly string[],
  { steps = pages.length, seed = 0 } = {},
) {
  const shown = (step: number) => pages[Math.min(step, pages.length - 1)] ?? ''
  const env = defineEnv({
    id: 'test/Pages-v0',
    state: 'data',
    observationSpace: text(),
    actionSpace,
    rewards: { sparse: solved() },
    maxEpisodeSteps: steps,
    reset: () => ({ state: { step: 0 }, observation: `Goal: ${goal}\n\n${shown(0)}` }),
    step: (state: { step: number }) => ({
      observation: shown(++state.step),
      signals: { solved: false },
    }),
  })
  await using open = await make(env, { clock: createManualClock() })
  const { turns } = await rollout(open, agent, { seed })
  return turns.map(({ action }) => action)
}

const form = (name = '', colour = 'Blue', box = '') => `- main:
  - textbox "Full name" [ref=e1]${name && `: ${name}`}
  - textbox "Phone" [ref=e2]
  - combobox "Colour" [ref=e3]:
    - option "Red"${colour === 'Red' ? ' [selected]' : ''}
    - option "Blue"${colour === 'Blue' ? ' [selected]' : ''}
  - checkbox "Tea" [ref=e4]${box}
  - checkbox "Milk" [ref=e5]
  - button "Cancel" [ref=e6]
  - button "Send" [ref=e7]`

describe('labels', () => {
  test('fills, chooses and ticks what the goal gives, then presses the end', async () => {
    const goal = 'Set "Full name" to "Ada Dahl", pick "Red" as colour, tick "Tea" and send it.'
    const pages = [
      form(),
      form('', 'Blue', ' [checked]'),
      form('', 'Red', ' [checked]'),
      form('Ada Dahl', 'Red', ' [checked]'),
    ]

    expect(await actionsOn(labels, goal, pages)).toEqual([
      { tool: 'check', ref: 'e4' },
      { tool: 'select', ref: 'e3', options: ['Red'] },
      { tool: 'fill', ref: 'e1', text: 'Ada Dahl' },
      { tool: 'click', ref: 'e7' },
    ])
  })

  test('what changed nothing is not done again, and the end is told', async () => {
    const page = '- button "Go" [ref=e1]\n- button "Other" [ref=e2]'

    const actions = await actionsOn(labels, 'Press "Go".', [page], { steps: 4 })

    expect(actions.filter((action) => JSON.stringify(action).includes('"e1"'))).toHaveLength(1)
    expect(actions.at(-1)).toEqual({ tool: 'answer', text: 'done' })
  })

  test.each([
    ['Delete "Rug".', '- button "Delete Jug" [ref=e1]\n- button "Delete Rug" [ref=e2]', 'e2'],
    [
      'Open the record of "Ben Dahl" from "Oslo".',
      '- row [ref=e1]:\n  - cell "Ben Dahl"\n  - cell "Riga"\n  - button "Open" [ref=e2]\n- row [ref=e3]:\n  - cell "Ben Dahl"\n  - cell "Oslo"\n  - button "Open" [ref=e4]',
      'e4',
    ],
    ['Reject all cookies.', '- button "Accept all" [ref=e1]\n- button "Reject all" [ref=e2]', 'e2'],
    [
      'Tick "Weekly" in the tab "Billing".',
      '- tab "Orders" [ref=e1] [selected]\n- tab "Billing" [ref=e2]\n- checkbox "Weekly" [ref=e3]',
      'e2',
    ],
    [
      'Choose the date 5 May 2026.',
      '- strong: April 2026\n- button "Next month" [ref=e1]\n- button "5" [ref=e2]',
      'e1',
    ],
    [
      'Choose the date 5 May 2026.',
      '- strong: May 2026\n- button "Next month" [ref=e1]\n- button "5" [ref=e2]',
      'e2',
    ],
    [
      'Delete "Rug".',
      '- button "Delete Rug" [ref=e1]\n- dialog "Sure?" [ref=e2]:\n  - button "Cancel" [ref=e3]\n  - button "Delete" [ref=e4]',
      'e4',
    ],
  ])('%s is read against names and what stands beside them', async (goal, page, ref) => {
    const [first] = await actionsOn(labels, goal, [page])

    expect(first).toMatchObject({ ref })
  })

  test('dialogs of the browser are answered as the goal says', async () => {
    const page = 'Dialog (prompt): Name?'

    expect(await actionsOn(labels, 'Answer the question with "Ada".', [page])).toEqual([
      { tool: 'dialog', accept: true, text: 'Ada' },
    ])
    expect(await actionsOn(labels, 'Cancel the question.', [page])).toEqual([
      { tool: 'dialog', accept: false },
    ])
  })

  test('an env without clicks by ref is refused', async () => {
    const env = defineEnv({
      id: 'test/Text-v0',
      state: 'data',
      observationSpace: text(),
      actionSpace: text(),
      rewards: { sparse: solved() },
      maxEpisodeSteps: 1,
      reset: () => ({ state: {}, observation: '' }),
      step: () => ({ observation: '', signals: { solved: false } }),
    })
    await using open = await make(env)

    await expect(rollout(open, labels, { seed: 0 })).rejects.toThrow(
      'Cannot play test/Text-v0 as labels',
    )
  })
})

describe('clicker', () => {
  const goal = 'Write "Ada" and send it.'

  test('does what fits to every element that can be acted on, and nothing to others', async () => {
    const page = `${form()}\n- button "Off" [ref=e8] [disabled]\n- heading "Title" [ref=e9]`
    const actions = await actionsOn(clicker, goal, [page], { steps: 150 })
    const refs = new Set(actions.map((action) => (action as { ref?: string }).ref))

    expect([...refs].sort()).toEqual(['e1', 'e2', 'e3', 'e4', 'e5', 'e6', 'e7'])
    expect(actions).toContainEqual({ tool: 'fill', ref: 'e1', text: 'Ada' })
    expect(actions).toContainEqual({ tool: 'select', ref: 'e3', options: ['Red'] })
  })

  test('plays the same for the same seed', async () => {
    const play = (seed: number) => actionsOn(clicker, goal, [form()], { steps: 12, seed })

    expect(await play(createRng(1).int(9))).toEqual(await play(createRng(1).int(9)))
    expect(await play(1)).not.toEqual(await play(2))
  })
})
