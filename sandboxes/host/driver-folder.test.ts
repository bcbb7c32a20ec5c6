import { spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { hasSystemPart } from '../../test/system-parts.ts'
import { closeSandboxes, openSandbox, type SandboxKind } from '../open-sandbox.ts'
import { driverFolder, runTool } from './driver-folder.ts'
import { markedProcesses } from './processes.ts'

afterAll(() => closeSandboxes())

const kinds: readonly SandboxKind[] = [
  'process',
  ...(hasSystemPart('bubblewrap') ? (['bubblewrap'] as const) : []),
]

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
})

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

/** Ctrl-C in a terminal ends all of the program's group. */
test.each(kinds)('a command in a %s sandbox is not of the group of the program', async (kind) => {
  await using sandbox = await openSandbox({ kind, unsafeProcess: true })
  await sandbox.exec('mkfifo gate')
  const groupOf = (pid: number | 'self') => {
    try {
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /, '')
      return fields.split(' ').slice(2, 3)
    } catch {
      return [] // It ended by itself meanwhile.
    }
  }

  const running = sandbox.exec('read -r line < gate')
  const groups = () => markedProcesses(`${driverFolder().name}/`).flatMap(groupOf)
  await expect.poll(() => groups().length).toBeGreaterThan(0)
  const found = groups()
  await sandbox.exec('echo > gate')

  expect(found).not.toEqual([])
  expect(found).not.toContain(groupOf('self')[0])
  expect((await running).exitCode).toBe(0)
})

test('a tool of the system is not of the group of the program', async () => {
  const isLeader = '[ "$(cut -d " " -f 5 /proc/$$/stat)" = $$ ]'

  expect(await runTool('sh', ['-c', isLeader])).toBeUndefined()
})
