import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished, test, vi } from 'vitest'
import { problemIn, run, SetupError } from './steps.ts'
import { findTools } from './tools.ts'

const { signal } = new AbortController()

test('a program gives what it printed, and of a failing one the line that says why', async () => {
  expect(await run('sh', ['-c', 'echo $WORD'], { signal }, { env: { WORD: 'hello' } })).toBe(
    'hello\n',
  )
  const failing = ['-c', 'echo "x.cc:3: error: no such type"; echo bye; exit 4']
  await expect(run('sh', failing, { signal })).rejects.toThrow(
    /^Cannot set up TensorFlow: sh -c .*no such type$/s,
  )
  await expect(run('/nowhere/program', [], { signal })).rejects.toThrow(SetupError)
  expect(problemIn('one\n  the last \n\n')).toBe('the last')
})

test('an interrupt ends a program and what it started', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'palaestra-steps-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const file = join(folder, 'late')
  const stop = new AbortController()
  const running = run('sh', ['-c', `(sleep 0.6; echo > ${file}) & wait`], { signal: stop.signal })
  setTimeout(() => stop.abort(), 100)

  await expect(running).rejects.toThrow(/aborted/)
  await sleep(800)
  await expect(readFile(file)).rejects.toThrow('ENOENT')
})

test('a missing tool is named with the package that has it', async () => {
  vi.stubEnv('PATH', '/nowhere')
  onTestFinished(() => void vi.unstubAllEnvs())

  await expect(findTools(signal)).rejects.toThrow(
    'Cannot set up TensorFlow: Python 3 is missing (Debian: apt-get install python3)',
  )
})
