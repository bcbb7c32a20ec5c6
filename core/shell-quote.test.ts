import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { shellQuote, shellWord } from './shell-quote.ts'

test('a shell reads any text back as one word', () => {
  const text = fc.string({ unit: 'binary' }).filter((each) => !each.includes('\0'))

  fc.assert(
    fc.property(text, (each) => {
      const script = `printf '%s' ${shellQuote(each)} ${shellWord(each)}`
      expect(execFileSync('/bin/sh', { input: script, encoding: 'utf8' })).toBe(each + each)
    }),
    { numRuns: 50 },
  )
})

test('plain words stay as they are', () => {
  expect(['a/b-c.ts', 'a b', '', "it's"].map(shellWord)).toEqual([
    'a/b-c.ts',
    "'a b'",
    "''",
    "'it'\\''s'",
  ])
})
