import { expect, test } from 'vitest'
import { make } from '../../../core/index.ts'
import { describeKnobs } from '../knobs.suite.ts'
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
  hide: (state) => ({
    ...state,
    secret: state.left.find((thing: number) => thing !== state.secret) ?? state.secret,
  }),
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
  ['does it have legs?', 'monkey', true],
  ['does it have legs?', 'eagle', true],
  ['does it have legs?', 'ant', true],
  ['does it have legs?', 'chair', true],
  ['does it have legs?', 'snake', false],
  ['does it have four legs?', 'bat', false],
  ['does it have two legs?', 'penguin', true],
  ['does it have 6 legs?', 'bee', true],
  ['does it have wings?', 'penguin', true],
  ['does it have wings?', 'aeroplane', true],
  ['does it have wings?', 'kite', false],
  ['can it fly?', 'penguin', false],
  ['does it hunt?', 'cat', true],
  ['is it a predator?', 'dolphin', true],
  ['is it found in the house?', 'knife', true],
  ['is it made of wood?', 'oak', true],
  ['is it made of cloth?', 'sock', true],
  ['is it white?', 'zebra', true],
  ['is it edible?', 'salmon', true],
  ['can you eat it?', 'bread', true],
  ['is it bigger than an ant?', 'bee', true],
  ['is it smaller than a horse?', 'lion', true],
  ['is it a vehicle?', 'canoe', true],
  ['is it for sitting on?', 'sofa', true],
  ['does it bite?', 'dog', 'it names nothing that can be asked about'],
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

test('can tell any two things apart', () => {
  const seen = new Set(things.map((thing) => properties.map((each) => holds(each, thing)).join()))

  expect(seen.size).toBe(THINGS.length)
})

test.each([
  [{ questions: 5 }, /5 questions .* \(give questions from \d+ on, or fewer things\)/],
  [{ properties: 1, questions: 1 }, /1 questions .* by 1 properties \(give questions from/],
])('refuses %j, and names what to give beside', async (options, reason) => {
  await expect(opened(options)).rejects.toMatchObject({
    name: 'ConfigError',
    message: expect.stringMatching(reason),
  })
})

async function opened(options: Readonly<Record<string, number>>): Promise<void> {
  await using env = await make(twentyQuestions, { options })
  await env.reset({ seed: 0 })
}

describeKnobs(twentyQuestions)

test('tells the things where they are few, and the answer at the end', async () => {
  await using env = await make(twentyQuestions, {
    options: { things: 5, properties: PROPERTIES.length, questions: 5 },
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
