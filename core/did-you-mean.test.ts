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

test('finds any name again after one slip', () => {
  const names = ['sparse', 'dense', 'shaped']
  fc.assert(
    fc.property(fc.constantFrom(...names), fc.nat(), (name, at) => {
      const cut = at % name.length

      expect(didYouMean(name.slice(0, cut) + name.slice(cut + 1), names)).toContain(`"${name}"`)
    }),
  )
})
