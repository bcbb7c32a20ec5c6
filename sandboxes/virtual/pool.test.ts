import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { afterEach, expect, test } from 'vitest'
import { ConfigError } from '../../core/errors.ts'
import { closeSandboxes, openSandbox } from '../open-sandbox.ts'

afterEach(() => closeSandboxes())

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
  await using sandbox = await openSandbox({ limits: { commands: 1e9 } })
  await sandbox.exec('true')
  const controller = new AbortController()
  const { signal } = controller

  const running = sandbox.exec('while :; do :; done', { signal, timeoutMs: 1e9 })
  setTimeout(() => controller.abort(new Error('enough')), 20)

  await expect(running).rejects.toThrow('enough')
  expect((await sandbox.exec('echo alive')).stdout).toBe('alive\n')
})

test('stops files from growing over the limit and keeps what was printed', async () => {
  await using sandbox = await openSandbox({ limits: { fileBytes: 10_000 } })

  const grown = await sandbox.exec('echo start; seq 1 5000 > big; echo after $?')
  const copied = await sandbox.exec('seq 1 1500 > a && cp a b; ls')

  expect(grown).toMatchObject({ exitCode: 0, stdout: 'start\nafter 1\n' })
  expect(grown.stderr).toBe('bash: big: No space left on device\n')
  expect(copied.stderr.toLowerCase()).toContain('no space left on device')
  await expect(sandbox.writeFile('c', 'x'.repeat(20_000))).rejects.toThrow('ENOSPC')
})

test('fails the command whose redirection fails, and goes on', async () => {
  await using sandbox = await openSandbox()

  const rescued = await sandbox.exec('echo a > no/x || echo rescued; (echo b) >> no/y; echo $?')
  const looped = await sandbox.exec('for i in 1 2; do echo $i > no/$i || echo lost $i; done')
  const strict = await sandbox.exec('set -e; echo start; echo x > no/z; echo never')

  expect(rescued.stdout).toBe('rescued\n1\n')
  expect(rescued.stderr).toContain('bash: no/x: No such file or directory\n')
  expect(looped.stdout).toBe('lost 1\nlost 2\n')
  expect(strict).toMatchObject({ exitCode: 1, stdout: 'start\n' })
})

test('says that a sandbox is closed, even while it works', async () => {
  const sandbox = await openSandbox()
  const running = sandbox.exec('for i in 1 2 3; do echo $i; done')

  await sandbox.close()

  expect((await running).stdout).toBe('1\n2\n3\n')
  await expect(sandbox.exec('true')).rejects.toThrow('it is closed')
  await expect(sandbox.snapshot()).rejects.toThrow('it is closed')
  await expect(sandbox.fork()).rejects.toThrow('it is closed')
})

test('gives the same results among busy neighbours as alone', async () => {
  const play = async () => {
    await using sandbox = await openSandbox({ files: { 'a.txt': 'b\na\n' } })
    const results = []
    for (const command of ['sort a.txt | tee s; date; echo $RANDOM', 'while :; do :; done', 'ls']) {
      results.push(await sandbox.exec(command))
    }
    return results
  }
  const alone = await play()

  const together = await Promise.all(Array.from({ length: 8 }, play))

  for (const results of together) expect(results).toEqual(alone)
})

test('keeps nothing of sandboxes that were closed', async () => {
  const files = { 'data.txt': 'x'.repeat(1_000_000) }
  const openAndClose = async (count: number) => {
    for (let done = 0; done < count; done++) {
      await using sandbox = await openSandbox({ files })
      await sandbox.exec('cp data.txt copy.txt')
    }
  }
  await openAndClose(20)
  const before = process.memoryUsage().rss

  await openAndClose(200)

  // Kept, they would take 400 MB.
  expect(process.memoryUsage().rss - before).toBeLessThan(200 * 2 ** 20)
})

test('lets the process end by itself while sandboxes are open', async () => {
  const entry = new URL('../open-sandbox.ts', import.meta.url).href
  const program = `const { openSandbox } = await import('${entry}')
    const sandbox = await openSandbox()
    process.stdout.write((await sandbox.exec('echo done')).stdout)`
  const args = ['--import', 'tsx', '--input-type=module', '--eval', program]

  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const chunks: string[] = []
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk.toString()))
  const [exitCode] = await once(child, 'exit')

  expect(exitCode).toBe(0)
  expect(chunks.join('')).toBe('done\n')
})

test('names the kinds there are when asked for another', async () => {
  const options: object = { kind: 'podman' }

  await expect(openSandbox(options)).rejects.toBeInstanceOf(ConfigError)
  await expect(openSandbox(options)).rejects.toThrow('use auto, virtual')
})
