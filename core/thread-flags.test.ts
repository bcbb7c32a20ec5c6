import { Worker } from 'node:worker_threads'
import { expect, test } from 'vitest'
import { threadFlags } from './thread-flags.ts'

test('a program in a file hands on its flags as they are', () => {
  expect(threadFlags([])).toBeUndefined()
  expect(threadFlags(['--import', 'tsx', '--expose-gc', '-C', 'mine'])).toBeUndefined()
})

test.each([
  [['--input-type=module', '-e', 'import "x"'], []],
  [
    ['--import', 'tsx', '--input-type', 'module', '--eval', '1'],
    ['--import', 'tsx'],
  ],
  [
    ['--expose-gc', '--conditions=mine', '-r', './a.cjs', '-p', '1'],
    ['--conditions=mine', '-r', './a.cjs'],
  ],
  [['--enable-source-maps', '--max-old-space-size=900', '-pe', '1'], ['--enable-source-maps']],
])('of %j, a thread is given %j', async (flags, given) => {
  expect(threadFlags(flags)).toEqual(given)
})

test('a thread starts with the flags that it is given', async () => {
  const execArgv = threadFlags(['--no-warnings', '-C', 'mine', '--expose-gc', '-e', '1']) ?? []

  const worker = new Worker('', { eval: true, execArgv })

  expect(await new Promise((resolve) => worker.once('exit', resolve))).toBe(0)
})
