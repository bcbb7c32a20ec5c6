import fc from 'fast-check'
import { expect, test } from 'vitest'
import { wholeTextPattern } from './whole-text-pattern.ts'

test.each(['^a+$', 'b', '^a|b$', 'a|^b$|c', '^(a|b)c', '\\^|[$^|)]', '^[\\]|a]b?$', '^a\\$$', ''])(
  '%s matches somewhere what it matches as a whole',
  (pattern) => {
    const whole = new RegExp(`^(?:${wholeTextPattern(pattern)})$`)

    fc.assert(
      fc.property(fc.stringMatching(/^[abc^$|)\]\n]{0,6}$/), (text) => {
        expect(whole.test(text)).toBe(new RegExp(pattern).test(text))
      }),
    )
  },
)

test.each(['a^b', '(^a|b)', 'a$b', '(a$)'])('%s has an anchor inside it', (pattern) => {
  expect(wholeTextPattern(pattern)).toBeNull()
})
