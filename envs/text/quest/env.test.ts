import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createManualClock, createRng, make } from '../../../core/index.ts'
import { describeTextEnv } from '../text-env.suite.ts'
import { admissible, phrase } from './admissible.ts'
import { answerTo } from './answer.ts'
import { perform } from './deeds.ts'
import { quest } from './env.ts'
import { nextAction } from './explore.ts'
import { levels } from './levels.ts'
import { planOf } from './plan.ts'
import { world } from './search.suite.ts'
import type { Verb } from './world.ts'

const names = ['easy', 'standard', 'hard'] as const

describeTextEnv(quest, { folder: import.meta.dirname, levels: names, scored: 50 })

/** Everything that is said and heard in one episode. */
async function transcript(difficulty: string, seed: number, commands: readonly string[]) {
  await using env = await make(quest, { options: { difficulty }, clock: createManualClock() })
  const heard = [(await env.reset({ seed })).observation]
  for (const command of commands) {
    heard.push(`> ${command}`, (await env.step(command)).observation)
  }
  return heard.join('\n')
}

test('reads as in its README', async () => {
  const readme = readFileSync(join(import.meta.dirname, 'README.md'), 'utf8')
  const [, sample = ''] = /```text\n([\s\S]*?)\n```/.exec(readme) ?? []
  const commands = [...sample.matchAll(/^> (.*)$/gm)].map(([, command]) => command ?? '')

  expect(commands.length).toBeGreaterThan(5)
  expect(await transcript('standard', 2, commands)).toBe(sample)
})

test('tells one easy world so', async () => {
  const commands = [
    ...['x croissant', 'take it', 'walk west', 'open the door', 'w', 'take screwdriver'],
    ...['look in the box', 'open it', 'get the screwdriver'],
  ]

  expect(await transcript('easy', 1, commands)).toMatchInlineSnapshot(`
    "You have waited for a quiet hour like this. Get hold of the wooden screwdriver.
    Say one command a turn, such as: go north, look, inventory, examine <thing>, take <thing>, drop <thing>, put <thing> on <thing>, put <thing> in <thing>, open <thing>, close <thing>, unlock <thing> with <key>, light <lamp>, eat <food>, read <book>. "help" repeats them, "task" your task.
    A key fits the lock that looks like it (a brass key, a brass chest). Never eat what your task needs otherwise.

    == Workshop ==
    Outlines of tools are painted on the wall. A pewter strongbox is here, open and empty. On a round shelf is a silk stamp. On the floor is a croissant.
    Exits: west (the golden door, closed).
    > x croissant
    The croissant looks good enough to eat.
    > take it
    You take the croissant.
    > walk west
    Invalid move: the golden door is closed.
    > open the door
    You open the golden door.
    > w
    You go west through the golden door.
    == Vault ==
    Your breath sounds loud. An oak box is here, closed.
    Exits: east (the golden door, open; to the workshop).
    > take screwdriver
    Invalid move: you see no "screwdriver" here.
    > look in the box
    The oak box is closed.
    > open it
    You open the oak box. In it: a wooden screwdriver.
    > get the screwdriver
    You take the wooden screwdriver from the oak box.
    That was your task: you have won."
  `)
})

test('lists the admissible commands where it is asked to', async () => {
  await using env = await make(quest, { options: { admissible: true } })
  const { observation, info } = await env.reset({ seed: 2 })
  const listed = info['admissible'] as string[]

  expect(listed).toContain('look')
  expect(observation).toContain(`You could say: ${listed.join('; ')}.`)
  const step = await env.step(listed.find((command) => command.startsWith('go ')) ?? 'look')
  expect(step.info['invalid']).toBeUndefined()
  expect(step.info['admissible']).toContain('look')
})

test('leads to the goal by hints, and tells neither hints nor commands unasked', async () => {
  await using env = await make(quest, { options: { hints: true } })
  let { observation } = await env.reset({ seed: 4 })
  for (let step = 0; step < levels.standard.q; step++) {
    const [, command = ''] = /Hint: "(.*)" leads on/.exec(observation) ?? []
    observation = (await env.step(command)).observation
  }
  expect(observation).toContain('you have won')

  await using silent = await make(quest)
  const begun = await silent.reset({ seed: 4 })
  expect(begun.observation).not.toMatch(/Hint|You could say/)
  expect(begun.info['admissible']).toBeUndefined()
})

test.each(names)('is won by gold from wherever random play leads, unless lost: %s', (level) => {
  for (let seed = 0; seed < 40; seed++) {
    const state = world(levels[level], seed)
    const rng = createRng(seed)
    for (let step = 0; step < 60 && state.end === 'open'; step++) {
      answerTo(state, phrase(state, rng.pick(admissible(state))))
    }
    const ended = state.end
    for (let step = 0; step < 150; step++) {
      const action = nextAction(state)
      if (!action) break
      const said = phrase(state, action)
      expect(answerTo(state, said).invalid, said).toBeNull()
    }
    expect(state.end, `seed ${seed}`).toBe(ended === 'lost' ? 'lost' : 'won')
  }
})

test.each(names)('can be won from wherever play leads, unless lost: %s', (level) => {
  for (let seed = 0; seed < 200; seed++) {
    const state = world(levels[level], seed)
    const rng = createRng(seed)
    for (let step = 0; step < 60 && state.end === 'open'; step++) {
      const moves = admissible(state).filter(({ verb }) => !DULL.has(verb))
      const verb = rng.pick([...new Set(moves.map((move) => move.verb))])
      perform(state, rng.pick(moves.filter((move) => move.verb === verb)))
      if (step % 20 !== 19 || state.end !== 'open') continue
      expect(planOf(state), `seed ${seed}, step ${step}`).not.toBeNull()
    }
  }
})
/** What leads nowhere, or soon to the end. */
const DULL = new Set<Verb>(['look', 'inventory', 'examine', 'eat', 'slice', 'dice', 'chop', 'cook'])

test('has a gold that sees no more than a player: nothing beyond what was seen changes what it does', () => {
  for (let seed = 0; seed < 40; seed++) {
    const state = world(levels.hard, seed)
    for (let step = 0; step < 12 && state.end === 'open'; step++) {
      const action = nextAction(state)
      const elsewhere = structuredClone(state)
      const unseen = state.rooms.findIndex((_, room) => !state.seen[room])
      for (const [index, where] of state.where.entries()) {
        const isUnseen = where >= 0 && where < 100 && !state.seen[where]
        const isFree = ['thing', 'food', 'key'].includes(state.things[index]?.kind ?? '')
        if (isUnseen && isFree) elsewhere.where[index] = unseen
      }

      expect(nextAction(elsewhere)).toEqual(action)
      if (!action) break
      answerTo(state, phrase(state, action))
    }
  }
})
