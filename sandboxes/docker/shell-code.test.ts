import { spawnSync } from 'node:child_process'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { printing, quote } from './shell-code.ts'

const printed = (script: string) => spawnSync('/bin/sh', { input: script }).stdout

test('prints every byte, and what looks like options and escapes', () => {
  const everyByte = Uint8Array.from({ length: 256 }, (_, index) => index)
  const tricky = Buffer.from('-n %s %% \\n \\101 $HOME `x` \'"\n')
  const twoBlocks = Buffer.alloc(20_000, '-x')

  for (const data of [everyByte, tricky, twoBlocks, Buffer.alloc(0)]) {
    expect(printed(printing(data))).toEqual(Buffer.from(data))
  }
})

test('quotes any text as one word', () => {
  const text = fc.string({ unit: 'binary' }).filter((each) => !each.includes('\0'))

  fc.assert(
    fc.property(text, (each) => {
      expect(printed(`printf '%s' ${quote(each)}`).toString()).toBe(each)
    }),
    { numRuns: 50 },
  )
})
