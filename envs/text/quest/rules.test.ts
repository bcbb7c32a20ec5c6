import { expect, test } from 'vitest'
import { cottage, say } from './cottage.suite.ts'
import { progressOf } from './deeds.ts'

test('shows what is in a container only while it is open, and takes nothing out of a closed one', () => {
  const house = cottage()

  expect(say(house, 'look')).toContain('A fridge is here, closed.')
  expect(say(house, 'take carrot')).toBe('No: you see no "carrot" here')
  expect(say(house, 'open fridge')).toBe('You open the fridge. In it: a carrot.')
  expect(say(house, 'look')).toContain('In a fridge, which is open, is a carrot.')
  expect(say(house, 'close fridge', 'take carrot')).toBe('No: you see no "carrot" here')
})

test('opens a lock with the key that fits, and with no other', () => {
  const house = cottage()

  expect(say(house, 'take bent key', 'unlock chest with bent key')).toBe(
    'No: the bent key does not fit the iron chest',
  )
  expect(say(house, 'take iron key', 'unlock chest with iron key')).toBe(
    'You unlock the iron chest with the iron key.',
  )
  expect(say(house, 'lock chest', 'open chest')).toMatch(/^No: the iron chest is locked/)
  expect(say(house, 'unlock door with iron key')).toBe('No: the red door has no lock')
})

test('shows and gives nothing in the dark but the way out, until the lamp is lit', () => {
  const house = cottage()

  expect(say(house, 'look')).toContain('east (dark)')
  expect(say(house, 'take lamp', 'go east')).toBe(
    'You go east.\nIt is pitch dark. You see nothing and can only feel your way out.\nExits: west.',
  )
  expect(say(house, 'take coin')).toBe('No: you see no "coin" here')
  expect(say(house, 'drop lamp')).toBe('No: it is too dark to put things down')
  expect(say(house, 'drop spoon')).toBe('No: it is too dark to put things down')
  expect(say(house, 'i')).toBe('You carry a lamp, an apple and a wooden spoon.')
  expect(say(house, 'turn the lamp on')).toBe(
    'You light the lamp.\n== Cellar ==\nThe bricks are damp. On the floor is a silver coin.\nExits: west (to the kitchen).',
  )
  expect(say(house, 'take coin')).toBe('You take the silver coin.')
  expect(say(house, 'drop lamp', 'look')).toContain('On the floor is a lamp.')
  expect(say(house, 'go west', 'look')).not.toContain('dark')
})

test('leads through doors that are open, and names rooms that were seen', () => {
  const house = cottage()

  expect(say(house, 'n')).toBe('No: the red door is closed')
  expect(say(house, 'open door', 'go through the red door')).toMatch(
    /^You go north through the red door\.\n== Hall ==/,
  )
  expect(say(house, 'go to the kitchen')).toContain('north (the red door, open; to the hall)')
})

test('is won by cooking what the recipe says, in the kitchen, and eating it', () => {
  const house = cottage()

  expect(say(house, 'prepare meal')).toBe('No: you do not know the recipe yet')
  expect(say(house, 'read cookbook')).toContain('- a carrot: dice it and fry it')
  expect(say(house, 'open fridge', 'take carrot', 'prepare meal')).toBe(
    'No: the carrot is not as the recipe wants it',
  )
  expect(say(house, 'take knife', 'dice carrot')).toBe('You dice the carrot: it is diced now.')
  expect(say(house, 'fry carrot', 'i')).toContain('a diced fried carrot')
  expect(progressOf(house)).toBe(0)
  expect(say(house, 'prepare meal', 'eat meal')).toBe(
    'You eat the meal.\nThat was your task: you have won.',
  )
  expect([house.end, progressOf(house)]).toEqual(['won', 1])
})

test.each([
  ['cut the wrong way', 'slice carrot with knife'],
  ['cooked the wrong way', 'cook carrot with oven'],
  ['eaten', 'eat carrot'],
])('is lost once an ingredient is %s', (_, command) => {
  const house = cottage()

  const told = say(house, 'open fridge', 'take carrot', 'take knife', command)

  expect(told).toContain('you have lost.')
  expect([house.end, progressOf(house)]).toEqual(['lost', 0])
})

test('is lost once an ingredient burns, but not for other food', () => {
  const house = cottage()

  expect(say(house, 'fry apple', 'roast apple with oven')).toContain('it is burnt now')
  expect(house.end).toBe('open')
  say(house, 'open fridge', 'take carrot', 'fry carrot', 'cook carrot with stove')
  expect(house.end).toBe('lost')
})
