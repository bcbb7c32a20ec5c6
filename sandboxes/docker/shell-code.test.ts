import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { printing } from './shell-code.ts'

const printed = (script: string) => spawnSync('/bin/sh', { input: script }).stdout

test('prints every byte, and what looks like options and escapes', () => {
  const everyByte = Uint8Array.from({ length: 256 }, (_, index) => index)
  const tricky = Buffer.from('-n %s %% \\n \\101 $HOME `x` \'"\n')
  const twoBlocks = Buffer.alloc(20_000, '-x')

  for (const data of [everyByte, tricky, twoBlocks, Buffer.alloc(0)]) {
    expect(printed(printing(data))).toEqual(Buffer.from(data))
  }
})
