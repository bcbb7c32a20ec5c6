import { expect, test } from 'vitest'
import { createRng } from '../../../core/index.ts'
import { admissible, phrase } from './admissible.ts'
import { answerTo } from './answer.ts'
import { cottage, say } from './cottage.suite.ts'
import { addThing } from './furnish.ts'
import { levels } from './levels.ts'
import { parse } from './parser.ts'
import { forbidden } from './rules.ts'
import { world } from './search.suite.ts'
import { VERBS } from './verbs.ts'
import { CARRIED, type World } from './world.ts'

test.each(
  [
    [
      'take iron key',
      'TAKE the Iron Key!',
      'grab iron key',
      'pick up the iron key',
      'pick iron key up',
      'please take my iron key',
    ],
    ['look', 'l', 'LOOK AROUND', 'look.', '  look  ', '`look`', '> look', 'look around here'],
    ['inventory', 'i', 'inv', 'take inventory', 'show my inventory', 'i inventory'],
    ['go east', 'e', 'east', 'walk to the east', 'head east', 'go eastwards', 'run east'],
    [
      'go east',
      'I go east',
      'i want to go east',
      'I will now go east',
      "let's go east",
      'Let me go east',
      "I'd like to go east, please",
      'ok, I am going to go east',
      'please now go east',
      'then go east',
      'first, go east.',
      '"go east"',
    ],
    ['help', 'help me', 'I need help'],
    ['task', 'what is my task?'],
    ['examine fridge', 'x fridge', 'look at the fridge', 'look in fridge', 'inspect fridge'],
    ['open fridge', 'open the fridge', 'open up the fridge'],
    [
      'drop apple',
      'put down apple',
      'put the apple down',
      'discard apple',
      'put apple on the floor',
      'drop the apple on the floor',
    ],
    [
      'put apple on kitchen counter',
      'place apple onto counter',
      'put the apple upon the kitchen counter',
      'set apple on counter',
      'drop apple on counter',
    ],
    ['read cookbook', 'read the recipe', 'read book', 'read'],
    [
      'cook apple with stove',
      'fry apple',
      'fry the apple on the stove',
      'cook the apple using the stove',
      'heat apple with stove',
    ],
    ['cook apple with oven', 'roast apple', 'bake the apple in the oven'],
    ['eat apple', 'consume apple', 'eat food', 'eat'],
    ['open red door', 'open door', 'open the red door'],
    ['take lamp', 'take light', 'get the lantern'],
    ['wait', 'z', 'do nothing'],
  ].map((said) => [said[0] ?? '', said] as const),
)('understands %s in other words', (_, said) => {
  const actions = said.map((words) => parse(cottage(), words))

  for (const parsed of actions) expect(parsed).toEqual(actions[0])
  expect(actions[0]).toHaveProperty('action')
})

test.each([
  ['take key', 'Which do you mean, the iron key or the bent key?'],
  ['take dragon', 'you see no "dragon" here'],
  ['take carving knive', 'you see no "carving knive" here (did you mean "carving knife"?)'],
  ['take carrot', 'you see no "carrot" here'],
  ['tkae lamp', '"tkae" is no verb here (did you mean "take"?)'],
  ['sing', '"sing" is no verb here ("help" lists what you can say)'],
  ['', 'you said nothing (say a command, such as "look")'],
  ['open', 'say what to open'],
  ['take all', 'name one thing at a time'],
  ['go up', '"up" is no direction (say north, east, south or west)'],
  ['go', 'say where to go: north, east, south or west'],
  ['go south', 'there is no way south'],
  ['go north', 'the red door is closed'],
  ['open chest', 'the iron chest is locked (unlock it with the key that fits)'],
  ['unlock chest', 'say with which key you want to unlock the iron chest'],
  ['unlock chest with iron key', 'you do not hold the iron key'],
  ['take stove', 'the stove cannot be carried'],
  ['take apple', 'you already hold the apple'],
  ['take lamp from fridge', 'the lamp is not in the fridge'],
  ['put apple in fridge', 'the fridge is closed'],
  ['put apple', 'say where you want to put the apple'],
  ['eat spoon', 'the wooden spoon is not food'],
  ['slice apple', 'you need a knife for that'],
  ['light lamp', 'you do not hold the lamp'],
  ['fry apple in the oven', 'one does not fry with the oven'],
  ['inventory lamp', '"lamp" means nothing after "inventory" (say only "inventory")'],
  ['i lamp', '"lamp" is no verb here ("help" lists what you can say)'],
  ['wait for help', '"for help" means nothing after "wait" (say only "wait")'],
  ['score 100', '"100" means nothing after "score" (say only "score")'],
  ['taste apple', '"taste" is no verb here ("help" lists what you can say)'],
  ['cut apple', 'you need a knife for that'],
  ['take it', '"it" stands for nothing you can see (name the thing)'],
])('answers %j with a reason, and nothing changes', (command, reason) => {
  const house = cottage()

  expect(say(house, command)).toBe(`No: ${reason}`)
  expect(house).toEqual(cottage())
})

test('knows what "it" was, and does only the first of several commands', () => {
  const house = cottage()

  expect(say(house, 'open fridge', 'close it')).toBe('You close the fridge.')
  expect(say(house, 'take lamp, then light it and go east')).toBe(
    '(One command at a time: only "take lamp" counts.)\nYou take the lamp.',
  )
  expect([house.lit, house.here]).toEqual([false, 0])
})

test('takes each line for a command', () => {
  const house = cottage()

  expect(say(house, 'look\nlook')).toMatch(/^\(One command at a time: only "look" counts\.\)\n==/)
  expect(say(house, '\n\r\nopen fridge\r\n')).toBe('You open the fridge. In it: a carrot.')
  expect(say(house, 'take carrot?\ntake lamp')).toMatch(/You take the carrot from the fridge\.$/)
})

test('asks which way to cut, since the wrong one loses, unless the recipe was read', () => {
  const house = cottage()
  say(house, 'open fridge', 'take carrot', 'take knife')

  const question = 'No: Do you want to slice, dice or chop the carrot?'
  expect(say(house, 'cut the carrot')).toBe(question)
  expect(say(house, 'cut up the carrot with the knife')).toBe(question)
  expect(say(house, 'read cookbook', 'cut the carrot')).toBe(
    'You dice the carrot: it is diced now.',
  )
  expect(say(house, 'cut apple')).toBe('No: Do you want to slice, dice or chop the apple?')
})

test('tells foods of the same preparation apart by the names it shows', () => {
  const house = cottage()
  for (const name of ['potato', 'sweet potato']) {
    const food = addThing(house, name, 'food', CARRIED)
    house.form[food] = 10
  }

  expect(say(house, 'cook sliced potato with oven')).toContain('the sliced potato into the heat')
  expect(say(house, 'cook sliced sweet potato with oven')).toContain('the sliced sweet potato into')
  expect(say(house, 'eat roasted potato')).toMatch(/^No: Which do you mean/)
  expect(say(house, 'eat potato')).toBe('You eat the sliced roasted potato.')
})

/** A cook's world: as many foods as there are, cut and cooked at random. */
function larder(seed: number): World {
  const state = world({ w: 2, o: 30, q: 8, cooking: 'all' }, seed)
  const rng = createRng(seed)
  for (const [index, { kind }] of state.things.entries()) {
    if (kind !== 'food' && kind !== 'knife') continue
    if (rng.chance(0.7)) state.where[index] = CARRIED
    if (kind === 'food') state.form[index] = 10 * rng.int(3) + rng.int(3)
  }
  return state
}

test('understands every admissible phrase as exactly its action', () => {
  const worlds = (['easy', 'standard', 'hard'] as const).flatMap((level) =>
    Array.from({ length: 10 }, (_, seed) => world(levels[level], seed)),
  )
  for (let seed = 0; seed < 20; seed++) worlds.push(larder(seed))
  for (const [seed, state] of worlds.entries()) {
    const rng = createRng(seed)
    for (let step = 0; step < 12 && state.end === 'open'; step++) {
      const actions = admissible(state)
      for (const action of actions) {
        const said = phrase(state, action)
        expect(parse(state, said), said).toEqual({ action, first: null })
      }
      answerTo(state, phrase(state, rng.pick(actions)))
    }
  }
})

test('asks only where sense does not tell which thing is meant', () => {
  const house = cottage()

  expect(say(house, 'drop spoon')).toBe('You put the wooden spoon on the floor.')
  expect(say(house, 'take iron key', 'unlock chest', 'open chest')).toBe(
    'You open the iron chest. In it: a silver spoon.',
  )
  expect(say(house, 'take spoon')).toBe(
    'No: Which do you mean, the wooden spoon or the silver spoon?',
  )
})

test('accepts every admissible command, and nothing else that can be said of things in sight', () => {
  for (const level of ['easy', 'standard', 'hard'] as const) {
    for (let seed = 0; seed < 8; seed++) {
      let state = world(levels[level], seed)
      const rng = createRng(seed)
      for (let step = 0; step < 8 && state.end === 'open'; step++) {
        const actions = admissible(state)
        const said = actions.map((action) => phrase(state, action))
        for (const command of said) {
          const after = structuredClone(state)
          const { said: heard, invalid } = answerTo(after, command)
          expect(invalid, `${command}: ${level} ${seed}`).toBeNull()
          expect(heard).not.toBe('')
        }
        expect(new Set(said).size).toBe(said.length)
        expectRefused(state, new Set(actions.map(({ verb, a, b }) => `${verb} ${a} ${b}`)))
        const command = rng.pick(said)
        const next = structuredClone(state)
        answerTo(next, command)
        state = next
      }
    }
  }
})

/** Whatever is parsed and not admissible is refused; a source or tool left out is the same command. */
function expectRefused(state: Parameters<typeof admissible>[0], allowed: ReadonlySet<string>) {
  const names = state.things.map(({ name }) => name)
  for (const verb of ['take', 'open', 'close', 'unlock', 'drop', 'eat', 'light', 'read', 'cook']) {
    for (const name of names) {
      const command = `${verb} ${name}`
      const parsed = parse(state, command)
      if (!('action' in parsed) || forbidden(state, parsed.action) !== null) continue
      const { a, b } = parsed.action
      const told = [...allowed].some(
        (each) => each === `${verb} ${a} ${b}` || (b < 0 && each.startsWith(`${verb} ${a} `)),
      )
      expect(told, command).toBe(true)
    }
  }
}

test('has at least three ways to say most verbs', () => {
  const counts = new Map<string, number>()
  for (const verb of VERBS.values()) counts.set(verb, (counts.get(verb) ?? 0) + 1)

  expect([...counts.values()].filter((count) => count >= 3).length).toBeGreaterThanOrEqual(15)
})
