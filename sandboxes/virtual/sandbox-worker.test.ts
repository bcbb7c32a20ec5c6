import { afterEach, expect, test } from 'vitest'
import { SandboxError } from '../../core/errors.ts'
import { closeSandboxes, openSandbox } from '../open-sandbox.ts'

// Work inside one command, which nothing counts: it would take minutes.
const endless = `awk 'BEGIN { while (length(s) < 500000) s = s "xxxxxxxxxx" s; while (1) t = toupper(s) }'`
const hoarding = `awk 'BEGIN {
  while (length(s) < 500000) s = s "xxxxxxxxxx" s
  while (1) a[i++] = toupper(substr(s i, 2))
}'`

afterEach(() => closeSandboxes())

test('fails a command that does not come back, twice tried, and leaves files as they were', async () => {
  await using sandbox = await openSandbox({ files: { 'a.txt': 'a\n' }, watchdogMs: 1000 })
  await sandbox.exec('echo b > b.txt; date > c.txt')
  const hash = await sandbox.stateHash()

  const running = sandbox.exec(`echo lost > a.txt; ${endless}`)

  await expect(running).rejects.toThrow(SandboxError)
  await expect(running).rejects.toThrow('exec took more than 1000 ms of real time, twice')
  expect(await sandbox.stateHash()).toBe(hash)
  expect((await sandbox.exec('cat a.txt')).stdout).toBe('a\n')
})

test('fails a command that takes all memory of its thread', async () => {
  await using sandbox = await openSandbox({ files: { 'a.txt': 'a\n' } })

  await expect(sandbox.exec(hoarding)).rejects.toThrow(SandboxError)

  expect((await sandbox.exec('cat a.txt')).stdout).toBe('a\n')
})

test('makes the neighbours on the thread again, with what they wait for', async () => {
  await using culprit = await openSandbox({ watchdogMs: 1000 })
  await using child = await culprit.fork()
  await child.exec('echo child > f; rm -f gone')
  await using grandchild = await child.fork()
  await using restored = await culprit.fork()
  await restored.restore(await child.snapshot())
  await child.writeFile('g', new Uint8Array([1, 2, 255]))

  const [ended, waiting] = await Promise.all([
    culprit.exec(endless).catch((error: unknown) => error),
    child.exec('cat f; date; echo $RANDOM'),
  ])

  expect(ended).toBeInstanceOf(SandboxError)
  expect(waiting.stdout).toMatch(/^child\nThu Jan {2}1 00:00:00 UTC 2026\n\d+\n$/)
  expect(await child.readFile('g')).toEqual(new Uint8Array([1, 2, 255]))
  expect(await grandchild.listFiles()).toEqual(['f'])
  expect(await restored.readText('f')).toBe('child\n')
})

test('gives up a command whose caller did, without trying it again', async () => {
  await using sandbox = await openSandbox({ files: { 'a.txt': 'a\n' } })
  const controller = new AbortController()

  const running = sandbox.exec(endless, { signal: controller.signal })
  setTimeout(() => controller.abort(new Error('enough')), 50)

  await expect(running).rejects.toThrow('enough')
  expect((await sandbox.exec('cat a.txt')).stdout).toBe('a\n')
})

test('fails all sandboxes of a pool that is closed while it recovers', async () => {
  const sandbox = await openSandbox({ watchdogMs: 100 })
  const running = sandbox.exec(endless)
  const failed = expect(running).rejects.toBeInstanceOf(SandboxError)

  await new Promise((resolve) => setTimeout(resolve, 150))
  closeSandboxes()

  await failed
  await expect(sandbox.exec('true')).rejects.toThrow('the pool of sandboxes was closed')
})
