import { spawn } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { hasSystemPart } from '../../test/system-parts.ts'
import { closeSandboxes, openSandbox } from '../open-sandbox.ts'
import { markedProcesses } from './processes.ts'

afterAll(() => closeSandboxes())

const kinds = ['process', ...(hasSystemPart('bubblewrap') ? ['bubblewrap'] : [])]

/** Starts a program with running sandboxes; gives its folder and how to kill it. */
async function startDriver() {
  const script = join(import.meta.dirname, 'driver.worker.mjs')
  const args = ['--conditions=palaestra-source', '--import', 'tsx', script, ...kinds]
  const driver = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'] })
  const folder = await new Promise<string>((resolve) => {
    driver.stdout.once('data', (data: Buffer) => resolve(data.toString().trim()))
  })
  const end = (signal: 'SIGKILL') =>
    new Promise((resolve) => {
      driver.once('close', resolve)
      driver.kill(signal)
    })
  return { folder, end }
}

test('what a killed program left is removed by the next, what a living one uses is not', async () => {
  const killed = await startDriver()
  const living = await startDriver()
  const before = markedProcesses(`${basename(killed.folder)}/`)

  await killed.end('SIGKILL')
  await using sandbox = await openSandbox({ kind: 'process', unsafeProcess: true })
  const after = markedProcesses(`${basename(killed.folder)}/`)
  const others = markedProcesses(`${basename(living.folder)}/`)

  expect((await sandbox.exec('echo fine')).stdout).toBe('fine\n')
  expect(before.length).toBeGreaterThanOrEqual(2 * kinds.length)
  expect(after).toEqual([])
  expect(existsSync(killed.folder)).toBe(false)
  expect(others.length).toBeGreaterThanOrEqual(2 * kinds.length)
  expect(readdirSync(living.folder).filter((name) => name.startsWith('sandbox-'))).toHaveLength(
    kinds.length,
  )
  await living.end('SIGKILL')
  for (const pid of markedProcesses(`${basename(living.folder)}/`)) {
    try {
      process.kill(pid, 'SIGKILL')
    } catch {} // It ended by itself meanwhile.
  }
}, 30_000)

test('a closed sandbox leaves no folder, and is closed for good', async () => {
  await using first = await openSandbox({ kind: 'process', unsafeProcess: true })
  const closed = await openSandbox({ kind: 'process', unsafeProcess: true })
  const folder = join(closed.workdir, '..')

  await closed.close()
  await closed.close()

  expect(existsSync(folder)).toBe(false)
  expect((await first.exec('pwd')).stdout).toBe(`${first.workdir}\n`)
  await expect(closed.exec('true')).rejects.toThrow('it is closed (open a new one)')
})
