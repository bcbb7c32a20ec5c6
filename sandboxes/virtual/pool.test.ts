import { afterEach, expect, test } from 'vitest'
import { ConfigError, SandboxError } from '../../core/errors.ts'
import { closeSandboxes, openSandbox } from '../open-sandbox.ts'

// Real work that simulated time does not see: one awk statement that runs for seconds.
const slowCommand = `awk 'BEGIN { while (i < 250000) { i++; s = sprintf("%s%d", substr(s, 1, 4000), i) } }'`

afterEach(() => closeSandboxes())

test('ends a worker that takes too much real time and goes on with a new one', async () => {
  const stuck = await openSandbox({ watchdogMs: 50 })

  const running = stuck.exec(slowCommand)

  await expect(running).rejects.toBeInstanceOf(SandboxError)
  await expect(running).rejects.toThrow('within 50 ms of real time')
  await expect(stuck.exec('true')).rejects.toBeInstanceOf(SandboxError)
  await using fresh = await openSandbox()
  expect((await fresh.exec('echo alive')).stdout).toBe('alive\n')
})

test('does not count the wait behind another sandbox as time of its own', async () => {
  await using slow = await openSandbox()
  await using patient = await slow.fork()
  await using brisk = await openSandbox({ watchdogMs: 10_000 })

  const results = await Promise.all([
    slow.exec('while :; do :; done'),
    patient.exec('echo waited'),
    brisk.exec('echo brisk'),
  ])

  expect(results.map(({ timedOut }) => timedOut)).toEqual([true, false, false])
})

test('fails open sandboxes when the pool is closed, and opens new ones afterwards', async () => {
  const lost = await openSandbox()
  const waiting = lost.exec('while :; do :; done')

  closeSandboxes()

  await expect(waiting).rejects.toThrow('the pool of sandboxes was closed')
  await lost.close()
  await using fresh = await openSandbox()
  expect((await fresh.exec('echo alive')).stdout).toBe('alive\n')
})

test('rejects an abort at once while the worker is busy', async () => {
  await using sandbox = await openSandbox()
  await sandbox.exec('true')
  const controller = new AbortController()

  const running = sandbox.exec('while :; do echo x; done', { signal: controller.signal })
  setTimeout(() => controller.abort(new Error('enough')), 20)

  await expect(running).rejects.toThrow('enough')
  expect((await sandbox.exec('echo alive')).stdout).toBe('alive\n')
})

test('stops files from growing over the limit and keeps what was printed', async () => {
  await using sandbox = await openSandbox({ limits: { fileBytes: 10_000 } })

  const grown = await sandbox.exec('echo start; seq 1 5000 > big; echo after')
  const copied = await sandbox.exec('seq 1 1500 > a && cp a b; ls')

  expect(grown).toMatchObject({ exitCode: 1, stdout: 'start\n' })
  expect(grown.stderr).toBe('bash: big: No space left on device\n')
  expect(copied.stderr.toLowerCase()).toContain('no space left on device')
  await expect(sandbox.writeFile('c', 'x'.repeat(20_000))).rejects.toThrow('ENOSPC')
})

test('names the kinds there are when asked for another', async () => {
  const options: object = { kind: 'podman' }

  await expect(openSandbox(options)).rejects.toBeInstanceOf(ConfigError)
  await expect(openSandbox(options)).rejects.toThrow('use auto, virtual')
})
