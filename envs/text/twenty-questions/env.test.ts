import { expect, test } from 'vitest'
import { make } from '../../../core/index.ts'
import { describeTextEnv } from '../text-env.suite.ts'
import { twentyQuestions } from './env.ts'
import { questionIn } from './parse.ts'
import { holds, PROPERTIES } from './properties.ts'
import { guessOf, questionOf, questionsFor } from './solve.ts'
import { THINGS } from './things.ts'

const things = [...THINGS.keys()]
const properties = [...PROPERTIES.keys()]
const named = (name: string) => THINGS.findIndex((thing) => thing.name === name)

describeTextEnv(twentyQuestions, {
  folder: import.meta.dirname,
  levels: ['easy', 'standard', 'hard'],
})

test('has things and properties of different names, and none that says nothing', () => {
  expect(new Set(THINGS.map(({ name }) => name)).size).toBe(THINGS.length)
  expect(new Set(PROPERTIES.map(({ name }) => name)).size).toBe(PROPERTIES.length)
  for (const property of properties) {
    const count = things.filter((thing) => holds(property, thing)).length
    expect(count, PROPERTIES[property]?.name).toBeGreaterThan(0)
    expect(count, PROPERTIES[property]?.name).toBeLessThan(THINGS.length)
  }
})

test('finds every thing within twelve of its twenty questions', () => {
  const needed = things.map((thing) => questionsFor(thing, things, properties))

  expect(Math.max(...needed)).toBeLessThanOrEqual(12)
})

test('understands every question and guess that gold may say', () => {
  for (const property of properties) {
    expect(questionIn(questionOf(property), properties), questionOf(property)).toEqual({
      kind: 'ask',
      atoms: [{ property, negated: false }],
      all: false,
    })
  }
  for (const thing of things) {
    expect(questionIn(guessOf(thing), properties), guessOf(thing)).toEqual({ kind: 'guess', thing })
  }
})

/** What the answer would be, by the same rules that `step` has. */
function answer(said: string, name: string): boolean | string {
  const question = questionIn(said, properties)
  if (question.kind === 'unclear') return question.why
  if (question.kind === 'guess') return question.thing === named(name)
  const each = question.atoms.map(
    ({ property, negated }) => holds(property, named(name)) !== negated,
  )
  return question.all ? each.every(Boolean) : each.some(Boolean)
}

test.each([
  ['Is it an animal?', 'cat', true],
  ['is it bigger than a dog?', 'horse', true],
  ['Is it smaller than a cat?', 'mouse', true],
  ['is it smaller than a cat?', 'dog', false],
  ['does it fly', 'eagle', true],
  ['CAN IT SWIM?!', 'eagle', false],
  ['is it red or blue?', 'whale', true],
  ['is it red or blue?', 'cow', false],
  ['is it an animal and does it fly?', 'bee', true],
  ['is it an animal and does it fly?', 'kite', false],
  ['Does it live in the ocean?', 'shark', true],
  ['is it made of wood', 'table', true],
  ['is it orange?', 'carrot', true],
  ['is it an orange?', 'carrot', false],
  ['is it an orange?', 'orange', true],
  ['guess: cat', 'cat', true],
  ['My guess is a cat.', 'cat', true],
  ['is it found in a house?', 'sofa', true],
  ['is it a house?', 'sofa', false],
  ['is it a cat or a dog?', 'cat', 'guess one thing at a time'],
  ['is it not red?', 'cat', 'it is negated'],
  ['is it happy?', 'cat', 'it names nothing that can be asked about'],
  ['is it bigger than a gnome?', 'cat', 'it compares with something unknown'],
])('answers %j of a %s with %s', (said, name, expected) => {
  expect(answer(said, name)).toBe(expected)
})

test('refuses what it does not understand with examples, at no cost', async () => {
  await using env = await make(twentyQuestions, { options: { difficulty: 'hard' } })
  await env.reset({ seed: 1 })

  const step = await env.step('what is it?')

  expect(step.observation).toMatch(/^Invalid move: "what is it\?": .*\(ask such as ".*", or guess/)
  expect(step.info['signals']).toMatchObject({ questions: 12, progress: 0 })
})

test('tells the things where they are few, and the answer at the end', async () => {
  await using env = await make(twentyQuestions, {
    options: { things: 5, properties: 105, questions: 5 },
  })
  const { observation } = await env.reset({ seed: 2 })
  const listed = /one of these: (.*?)\./.exec(observation)?.[1]?.split(', ') ?? []
  const other = THINGS.find(({ name }) => !listed.includes(name))?.name

  const steps = []
  for (let i = 0; i < 5; i++) steps.push(await env.step(`guess: ${other}`))

  expect(listed.length).toBe(5)
  expect(steps[0]).toMatchObject({ observation: 'No. 4 questions left.' })
  expect(listed).toContain(/It is: (.*)\.$/.exec(steps[4]?.observation ?? '')?.[1])
  expect(steps[4]).toMatchObject({ terminated: true, reward: 0 })
})
