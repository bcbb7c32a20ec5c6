import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { shellQuote } from './shell-quote.ts'

test('a shell reads any text back as one word', () => {
  const text = fc.string({ unit: 'binary' }).filter((each) => !each.includes('\0'))

  fc.assert(
    fc.property(text, (each) => {
      const script = `printf '%s' ${shellQuote(each)}`
      expect(execFileSync('/bin/sh', { input: script, encoding: 'utf8' })).toBe(each)
    }),
    { numRuns: 50 },
  )
})
