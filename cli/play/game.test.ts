import { expect, test } from 'vitest'
import { defineEnv, make, text } from '../../core/index.ts'
import { solved } from '../../rewards/index.ts'
import { coloursFor } from '../format.ts'
import { type Game, playGame } from './game.ts'
import { createSession, type PlayedEpisode } from './session.ts'

const win = defineEnv({
  id: 'test/Win-v0',
  state: 'data',
  observationSpace: text(),
  actionSpace: text(),
  rewards: { sparse: solved() },
  maxEpisodeSteps: 9,
  reset: () => ({ state: null, observation: 'Say win.' }),
  step: (_, action) => ({
    observation: `You said ${action}.`,
    signals: { solved: action === 'win' },
    terminated: action === 'win',
  }),
})

/** What a person at a terminal is asked and told, who types these lines. */
async function played(...typed: readonly string[]) {
  await using env = await make(win)
  const session = createSession({ definition: win, env, taskOf: () => undefined })
  await session.begin(0)
  const said: string[] = []
  const saved: PlayedEpisode[] = []
  const say = (text: string) => void said.push(text)
  const game: Game = {
    session,
    screen: { colours: coloursFor(process.stdout), say, remark: say },
    saved: null,
    asked: false,
    async save(episode) {
      saved.push(episode)
      if (!episode.ending) throw new Error('the test saves what has ended')
      return { trajectory: episode.ending.trajectory, folder: 'mine' }
    },
  }
  const left = [...typed]
  await playGame(game, {
    interactive: true,
    interrupted: () => false,
    async next(prompt) {
      const line = left.shift() ?? null
      if (line !== null) said.push(`${prompt}${line}`)
      return line
    },
    close() {},
  })
  const asked = said.findIndex((line) => line.startsWith('Save it'))
  return { saved: saved.length, after: said.slice(asked + 1), left }
}

const REFUSED = 'Not saved; /save keeps it.'
const ENDED = 'The episode has ended: /new, /restart, /undo, /save or /quit.'

test('a win is saved for a yes', async () => {
  for (const yes of ['y', ' YES ']) expect((await played('win', yes)).saved).toBe(1)
})

test('a no, and an empty line, is told how the win can still be saved', async () => {
  for (const no of ['n', 'No', '']) {
    const { saved, after } = await played('win', no)

    expect(saved).toBe(0)
    expect(after[0]).toBe(REFUSED)
  }
  expect(await played('win', 'n', '/save')).toMatchObject({ saved: 1 })
})

test('any other line is no answer: it counts as typed at the prompt', async () => {
  expect((await played('win', 'yeah')).after.slice(0, 2)).toEqual([REFUSED, ENDED])
  expect(await played('win', '/quit', 'more')).toMatchObject({ saved: 0, left: ['more'] })
  expect(await played('win', '/save')).toMatchObject({ saved: 1 })
  const { after } = await played('win', '/new', 'lose', 'win', 'n')
  expect(after).toContain('You said lose.')
  expect(after).toContain(`Save it as a demonstration? (y/N) n`)
})
