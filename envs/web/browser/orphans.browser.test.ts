import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeWith } from '../../../test/describe-with.ts'
import { MARKER } from './owner-folder.ts'

/** A program that has leased a context, and does then what it is told. */
async function startLeaser(temporary: string, then: string) {
  const script = `
    import { createPool, settings } from ${JSON.stringify(join(import.meta.dirname, 'pool.suite.ts'))}
    const pool = createPool()
    const lease = await pool.lease(settings)
    await lease.context.newPage()
    const waiting = setInterval(() => {}, 1000)
    console.log('leased ' + pool.processes())
    ${then}`
  const flags = ['--conditions=palaestra-source', '--import', 'tsx', '--input-type=module']
  const child = spawn(process.execPath, [...flags, '-e', script], {
    cwd: join(import.meta.dirname, '../../..'),
    env: { ...process.env, TMPDIR: temporary },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = once(child, 'exit')
  return { child, ended, pid: await leased(child) }
}

async function leased(child: ChildProcess): Promise<number> {
  let said = ''
  for await (const data of child.stdout ?? []) {
    said += data
    const [, pid] = /leased (\d+)\n/.exec(said) ?? []
    if (pid) return Number(pid)
  }
  let complaint = ''
  for await (const data of child.stderr ?? []) complaint += data
  throw new Error(`It ended before it had leased anything: ${said}${complaint}`)
}

describeWith('chromium', 'a program that ends with a browser open', () => {
  let temporary = ''
  beforeAll(async () => {
    temporary = await mkdtemp(join(tmpdir(), 'pw-'))
  })
  afterAll(() => rm(temporary, { recursive: true, force: true }))

  const folders = () =>
    readdirSync(temporary)
      .filter((name) => name.startsWith('palaestra-web-'))
      .flatMap((base) => readdirSync(join(temporary, base)).map((name) => join(base, name)))
  const processes = (folder: string) =>
    readdirSync('/proc').filter((name) => /^\d+$/.test(name) && isOf(Number(name), folder))
  const isOf = (pid: number, folder: string) => {
    try {
      return readFileSync(`/proc/${pid}/environ`, 'utf8').includes(
        `${MARKER}=${join(temporary, folder)}`,
      )
    } catch {
      return false
    }
  }

  test('by kill -9 leaves nothing once the next has started; by SIGTERM nothing at all', async () => {
    const first = await startLeaser(temporary, '')
    const [folder = ''] = folders()
    // It would end by itself when it sees that its owner is gone.
    process.kill(first.pid, 'SIGSTOP')
    first.child.kill('SIGKILL')
    await first.ended
    expect(processes(folder)).toContain(`${first.pid}`)

    const second = await startLeaser(temporary, '')
    const [own, ...others] = folders()
    expect(others).toEqual([])
    expect(own).not.toBe(folder)
    await expect.poll(() => processes(folder)).toEqual([])
    expect(processes(own ?? '')).toContain(`${second.pid}`)

    second.child.kill('SIGTERM')
    expect(await second.ended).toEqual([null, 'SIGTERM'])
    expect(folders()).toEqual([])
    await expect.poll(() => processes('')).toEqual([])
  })

  test('by an error that nobody catches leaves nothing', async () => {
    const { ended } = await startLeaser(temporary, `throw new Error('uncaught')`)

    expect(await ended).toEqual([1, null])
    expect(folders()).toEqual([])
    await expect.poll(() => processes('')).toEqual([])
  })

  test('after its work ends by itself', async () => {
    const { ended } = await startLeaser(
      temporary,
      'clearInterval(waiting); await lease.release(true)',
    )

    expect(await ended).toEqual([0, null])
    expect(folders()).toEqual([])
    await expect.poll(() => processes('')).toEqual([])
  })
})
