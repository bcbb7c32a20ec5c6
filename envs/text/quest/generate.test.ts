import { expect, test } from 'vitest'
import { createRng } from '../../../core/index.ts'
import { phrase } from './admissible.ts'
import { answerTo } from './answer.ts'
import { progressOf } from './deeds.ts'
import { drawWorld } from './generate.ts'
import { type Knobs, levels } from './levels.ts'
import { planOf } from './plan.ts'
import { shortestWin, world } from './search.suite.ts'
import * as vocabulary from './vocabulary.ts'

const small: [string, Partial<Knobs>, number][] = [
  ['as easy as they come', {}, 40],
  ['of one room', { w: 1, o: 3, q: 3 }, 20],
  ['with a lock', { w: 2, o: 2, q: 6, locks: 'all' }, 12],
  ['with a dark room', { w: 3, o: 2, q: 7, dark: 'all' }, 8],
  ['with a recipe', { w: 2, o: 3, q: 6, cooking: 'all' }, 8],
  ['of many rooms with loops', { w: 6, o: 1, q: 7 }, 12],
]

test.each(small)(
  'has no shorter way than told, by a search over everything that can be said: worlds %s',
  (_, knobs, seeds) => {
    const { q } = { ...levels.easy, ...knobs }
    for (let seed = 0; seed < seeds; seed++) {
      expect(shortestWin(world(knobs, seed), q), `seed ${seed}`).toBe(q)
    }
  },
)

test.each(['easy', 'standard', 'hard'] as const)(
  'is won by the plan it was made with, each milestone once: %s',
  (level) => {
    for (let seed = 0; seed < 60; seed++) {
      const drawn = world(levels[level], seed)
      const plan = planOf(drawn) ?? []
      expect(plan).toHaveLength(levels[level].q)
      let before = 0
      for (const action of plan) {
        expect(drawn.end).toBe('open')
        const said = phrase(drawn, action)
        expect(answerTo(drawn, said).invalid, said).toBeNull()
        expect(progressOf(drawn)).toBeGreaterThanOrEqual(before)
        before = progressOf(drawn)
      }
      expect(drawn.end).toBe('won')
      expect(drawn.done.every((passed) => passed)).toBe(true)
    }
  },
)

test('has what was asked for: rooms, things to carry, a recipe, a lock, a dark room', () => {
  const knobs = { w: 5, o: 9, q: 14, cooking: 'all', dark: 'all', locks: 'all' } as const
  for (let seed = 0; seed < 20; seed++) {
    const { rooms, things, goal } = world(knobs, seed)
    const carried = things.filter(
      ({ kind }) => !['door', 'container', 'supporter', 'cooker', 'meal'].includes(kind),
    )

    expect(rooms).toHaveLength(5)
    expect(carried).toHaveLength(9)
    expect(goal.recipe.length).toBeGreaterThan(0)
    expect(things.some(({ key }) => key >= 0)).toBe(true)
    expect(rooms.some(({ dark }) => dark)).toBe(true)
  }
})

test('names every thing of a world differently', () => {
  for (let seed = 0; seed < 60; seed++) {
    const names = world(levels.hard, seed).things.map(({ name }) => name)

    expect(new Set(names).size, names.join(', ')).toBe(names.length)
  }
})

test('has words for 25 kinds of rooms and 120 of things, and no word twice', () => {
  const { CONTAINERS, SUPPORTERS, INGREDIENTS, SNACKS, TRINKETS } = vocabulary
  const things = [...CONTAINERS, ...SUPPORTERS, ...INGREDIENTS, ...SNACKS, ...TRINKETS]

  expect(Object.keys(vocabulary.ROOMS).length).toBeGreaterThanOrEqual(25)
  expect(new Set(things).size).toBeGreaterThanOrEqual(120)
  expect(things.length).toBe(new Set(things).size)
})

test('refuses what cannot be made, and says what to change', () => {
  const draw = (knobs: Partial<Knobs>) => () =>
    drawWorld(createRng(0), { ...levels.easy, ...knobs }, () => true)

  expect(draw({ locks: 'all', dark: 'all' })).toThrow(
    'Cannot make worlds with w 2, o 3, q 4, cooking none, dark all, locks all: that takes 7 commands or more (raise q)',
  )
  expect(draw({ w: 1, q: 8, dark: 'all' })).toThrow('(raise w)')
  expect(draw({ w: 1, cooking: 'all' })).toThrow('only the kitchen (raise q or w)')
  expect(draw({ o: 1, q: 8, cooking: 'all' })).toThrow('that takes 2 things or more (raise o)')
  for (const knobs of [{ q: 12 }, { w: 1, q: 30 }, { w: 1, q: 12, cooking: 'all' }] as const) {
    expect(draw(knobs)).toThrow('(choose another q, or raise w or o)')
  }
})
