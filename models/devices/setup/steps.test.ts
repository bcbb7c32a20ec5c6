import { access, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
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
  const begun = join(folder, 'begun')
  const stop = new AbortController()
  // What it started holds its output open: were it not ended, the run would not end either.
  const script = `(echo > ${begun}; sleep 300; echo late) & wait`
  const running = run('sh', ['-c', script], { signal: stop.signal })
  const ended = expect(running).rejects.toThrow(/aborted/)
  await vi.waitFor(() => access(begun), { timeout: 60_000 })

  stop.abort()

  await ended
}, 120_000)

test('an interrupt of a program that has ended, while its output is still read, breaks nothing', async () => {
  const stop = new AbortController()
  const gone = Object.assign(new Error('kill ESRCH'), { code: 'ESRCH' })
  vi.spyOn(process, 'kill').mockImplementation(() => {
    throw gone
  })
  onTestFinished(() => void vi.restoreAllMocks())
  const running = run('sh', ['-c', 'echo done'], { signal: stop.signal })

  stop.abort()

  await expect(running).rejects.toThrow(/aborted/)
})

test('a missing tool is named with the package that has it', async () => {
  vi.stubEnv('PATH', '/nowhere')
  onTestFinished(() => void vi.unstubAllEnvs())

  await expect(findTools(signal)).rejects.toThrow(
    'Cannot set up TensorFlow: Python 3 is missing (Debian: apt-get install python3)',
  )
})
