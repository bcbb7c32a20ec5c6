import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, expect, test } from 'vitest'
import { describeWith } from '../../../test/describe-with.ts'
import { takePage } from './open-context.ts'
import { createPool, START, settings } from './pool.suite.ts'

const aborted = (signal: AbortSignal) =>
  new Promise<unknown>((resolve) => {
    if (signal.aborted) resolve(signal.reason)
    signal.addEventListener('abort', () => resolve(signal.reason))
  })

/** Tabs that listeners of episodes were told of. */
const heard: string[] = []

/** Leaves something of an episode wherever a page can. */
async function leaveTraces(context: BrowserContext, page: Page, owner: string): Promise<void> {
  await context.addInitScript(`globalThis.leftover = '${owner}'`)
  await context.clock.install({ time: 0 })
  context.on('page', () => heard.push(owner))
  await page.goto(`${START}first`)
  await page.evaluate(`(async () => {
    document.cookie = 'owner=${owner}; max-age=3600'
    localStorage.setItem('owner', '${owner}')
    sessionStorage.setItem('owner', '${owner}')
    window.name = '${owner}'
    history.pushState({}, '', '/second')
    await new Promise((resolve, reject) => {
      const opening = indexedDB.open('${owner}')
      opening.onsuccess = () => resolve(opening.result.close())
      opening.onerror = reject
    })
    await globalThis.caches?.open('${owner}')
  })()`)
}

const tracesIn = (page: Page) =>
  page.evaluate(`(async () => ({
    cookie: document.cookie,
    local: localStorage.getItem('owner'),
    session: sessionStorage.getItem('owner'),
    name: window.name,
    leftover: globalThis.leftover,
    isFrozen: Date.now() < 1_000_000,
    databases: (await indexedDB.databases()).map(({ name }) => name),
    caches: (await globalThis.caches?.keys()) ?? [],
    history: history.length,
  }))()`)

const nothing = {
  ...{ cookie: '', local: null, session: null, name: '', leftover: undefined },
  ...{ isFrozen: false, databases: [], caches: [], history: 2 },
}

describeWith('chromium', 'a pool of browser contexts', () => {
  const pool = createPool()
  afterAll(() => pool.close())

  test('keeps eight episodes apart, and nothing of them for the next eight', async () => {
    const eight = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']

    const first = await Promise.all(eight.map(() => pool.lease(settings)))
    const pages = await Promise.all(first.map(({ context }) => takePage(context)))
    await Promise.all(
      first.map(({ context }, index) =>
        leaveTraces(context, pages[index] as Page, `${eight[index]}`),
      ),
    )
    const own = await Promise.all(pages.map(tracesIn))
    await first[0]?.context.newPage()
    await Promise.all(first.map((lease) => lease.release(true)))
    const second = await Promise.all(eight.map(() => pool.lease(settings)))
    const again = await Promise.all(second.map(({ context }) => takePage(context)))
    await Promise.all(again.map((page) => page.goto(`${START}first`)))
    const left = await Promise.all(again.map(tracesIn))

    expect(own).toEqual(
      eight.map((name) => ({
        ...{ cookie: `owner=${name}`, local: name, session: name, name, leftover: name },
        ...{ isFrozen: true, databases: [name], caches: expect.any(Array), history: 3 },
      })),
    )
    expect(new Set(second.map(({ context }) => context))).toEqual(
      new Set(first.map(({ context }) => context)),
    )
    expect(left).toEqual(eight.map(() => nothing))
    // The page came from the server again, and nothing came of the browser itself.
    expect(second.map(({ gateway }) => [gateway.served, gateway.blocked])).toEqual(
      eight.map(() => [1, {}]),
    )
    expect(second.map(({ context }) => context.pages().length)).toEqual(eight.map(() => 1))
    await second[0]?.context.newPage()
    expect(heard).toEqual(['a'])
    await Promise.all(second.map((lease) => lease.release(true)))
    expect(pool.processes()).toHaveLength(1)
  })

  test('gives a new context where the old one is dirty, differs, or knows a password', async () => {
    const large = { ...settings, viewport: { width: 800, height: 600 } }
    const use = async (address: string, isClean: boolean, wanted = large) => {
      const { context, release } = await pool.lease(wanted)
      const page = await takePage(context)
      const text = await page.goto(address).then(
        (response) => response?.text(),
        // Chromium has no page of its own for a password that is asked for.
        () => 'locked',
      )
      await release(isClean)
      await release(true)
      return { context, text }
    }

    const dirty = await use(START, false)
    const locked = await use('http://me:secret@shop.test/locked', true)
    const unlocked = await use('http://shop.test/locked', true)
    const small = await use(START, true, { ...settings, viewport: { width: 320, height: 240 } })

    const contexts = [dirty, locked, unlocked, small].map(({ context }) => context)
    expect(new Set(contexts).size).toBe(4)
    expect([locked.text, unlocked.text]).toEqual(['open', 'locked'])
  })

  test('does not open a page by itself', async () => {
    const lease = await pool.lease({ ...settings, locale: 'de-DE' })

    const open = lease.context.pages()
    const page = await lease.context.newPage()
    await page.goto(START)
    const language = await page.evaluate('navigator.language')
    await lease.release(true)

    expect(open).toEqual([])
    expect(language).toBe('de-DE')
  })

  test('stops waiting when it is told to, and loses nothing by it', async () => {
    const controller = new AbortController()
    const waiting = pool.lease({ ...settings, signal: controller.signal })
    controller.abort(new Error('enough'))

    await expect(waiting).rejects.toThrow('enough')
    const lease = await pool.lease(settings)
    expect(lease.lost.aborted).toBe(false)
    await lease.release(true)
  })

  test('says what was lost when the browser dies, and goes on with another', async () => {
    const leases = await Promise.all([pool.lease(settings), pool.lease(settings)])
    const [pid = 0] = pool.processes()
    process.kill(pid, 'SIGKILL')

    const reasons = await Promise.all(leases.map(({ lost }) => aborted(lost)))
    await Promise.all(leases.map(({ release }) => release(true)))
    const next = await pool.lease(settings)
    const page = await takePage(next.context)
    const response = await page.goto(START)
    await next.release(true)

    for (const reason of reasons) expect(reason).toMatchObject({ name: 'SandboxError' })
    expect(`${reasons[0]}`).toContain('Cannot go on in the browser: it ended unexpectedly')
    expect(response?.status()).toBe(200)
    expect(pool.processes()).not.toContain(pid)
  })
})

describeWith('chromium', 'a browser', () => {
  test('is renewed after a number of leases, once the last is given back', async () => {
    await using pool = createPool({ leasesPerBrowser: 1, idleMs: 10 })
    const first = await pool.lease(settings)
    const [old = 0] = pool.processes()

    const second = await pool.lease(settings)
    const both = pool.processes()
    const isStillUsable = await (await takePage(first.context)).goto(START)
    await first.release(true)

    expect(both).toHaveLength(2)
    expect(isStillUsable?.status()).toBe(200)
    await expect.poll(() => pool.processes()).not.toContain(old)
    expect(second.lost.aborted).toBe(false)
    await second.release(true)
  })

  test('ends some time after the last lease; a lease that is not given back ends, too', async () => {
    await using pool = createPool({ leaseMs: 200, idleMs: 10 })

    const forgotten = await pool.lease(settings)
    const reason = await aborted(forgotten.lost)

    expect(reason).toMatchObject({ name: 'SandboxError' })
    await expect.poll(() => pool.processes(), { timeout: 20_000 }).toEqual([])
  })
})

test('a browser that does not start is a failure of the machine, told in its own words', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'palaestra-broken-'))
  const broken = join(folder, 'chromium')
  await writeFile(
    broken,
    '#!/bin/sh\necho started >> "$0.log"\necho "no such display" >&2\nexit 1\n',
  )
  await chmod(broken, 0o755)
  await using pool = createPool({ findBrowser: () => broken })

  const leasing = Promise.all([pool.lease(settings), pool.lease(settings)])

  await expect(leasing).rejects.toMatchObject({
    name: 'SandboxError',
    message: expect.stringContaining(`Cannot start the browser ${broken}: no such display`),
  })
  await rm(folder, { recursive: true })
})
