import fc from 'fast-check'
import { expect, test } from 'vitest'
import { didYouMean } from './index.ts'

test('names the nearest choice for a slip, whatever its case', () => {
  expect(didYouMean('text/GuesNumber-v0', ['guide/NameFile-v0', 'text/GuessNumber-v0'])).toBe(
    'did you mean "text/GuessNumber-v0"?',
  )
  expect(didYouMean('DENSE', ['sparse', 'dense'])).toBe('did you mean "dense"?')
})

test('lists the choices when nothing is near', () => {
  expect(didYouMean('quantum', ['sparse', 'dense'])).toBe('choose from sparse, dense')
})

test('a word that shares too little with every choice is answered with the choices', () => {
  const verbs = ['go', 'look', 'take', 'put', 'open']

  for (const said of ['xx', 'foo', 'g', '🙂', 'quit', 'save', '']) {
    expect(didYouMean(said, verbs)).toBe('choose from go, look, take, put, open')
  }
})

test('two letters that changed places are one slip', () => {
  expect(didYouMean('tkae', ['go', 'take'])).toBe('did you mean "take"?')
  expect(didYouMean('trian', ['test', 'train'])).toBe('did you mean "train"?')
})

test('finds any name again after one slip', () => {
  const names = ['sparse', 'dense', 'shaped']
  fc.assert(
    fc.property(fc.constantFrom(...names), fc.nat(), (name, at) => {
      const cut = at % name.length

      expect(didYouMean(name.slice(0, cut) + name.slice(cut + 1), names)).toContain(`"${name}"`)
    }),
  )
})
