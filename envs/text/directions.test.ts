import fc from 'fast-check'
import { expect, test } from 'vitest'
import { DIRECTIONS, directionOf } from './directions.ts'

test('understands of single letters u, d, l and r alone, as any other could mean two directions', () => {
  const understood = [...'abcdefghijklmnopqrstuvwxyz'].filter((letter) => directionOf(letter))

  // v is the arrow that points down.
  expect(understood).toEqual(['d', 'l', 'r', 'u', 'v'])
})

test.each([
  ['up', ['u', 'north', 'go north', '↑', '^']],
  ['right', ['r', 'east', 'to the east', '→', '>']],
  ['down', ['d', 'south', 'walk south', '↓', 'v']],
  ['left', ['l', 'west', 'a step west', '←', '<']],
] as const)('calls %s by word, letter, compass and arrow', (direction, said) => {
  expect([direction, ...said].map(directionOf)).toEqual([direction, ...said].map(() => direction))
})

test('takes one direction at a time', () => {
  fc.assert(
    fc.property(fc.constantFrom(...DIRECTIONS), fc.constantFrom(...DIRECTIONS), (one, other) => {
      expect(directionOf(`${one} ${other}`)).toBeNull()
      expect(directionOf(`${one.charAt(0)}${other.charAt(0)}`)).toBeNull()
    }),
  )
})
