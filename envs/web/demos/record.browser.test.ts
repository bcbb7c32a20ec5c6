import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { make } from '../../../core/index.ts'
import { describeWith } from '../../../test/describe-with.ts'
import type { WebAction } from '../act/tools.ts'
import { leaseContext } from '../browser/pool.ts'
import { micro } from '../micro/env.ts'
import { html, optionsOf, type Routes } from '../session/session.suite.ts'
import type { WebSession } from '../session/session.ts'
import { sessionOn } from '../session/session-on.ts'
import { type Captured, capturePerson, withSessions } from './record.ts'

const FORM = `<h1>Order</h1>
<form onsubmit="event.preventDefault(); log('submit')">
<label>Name <input id=name name=children oninput="log('input ' + value)"></label>
<label>Size <select id=size onchange="log('size ' + value)"><option>small<option>large</select></label>
<label><input type=checkbox id=gift onchange="log('gift ' + checked)"> A gift</label>
<ul><li>Lamp <button type=button onclick="log('lamp')">Add</button>
<li>Vase <button type=button onclick="log('vase')">Add</button></ul>
<button type=button onclick="location='/next'">Next</button>
</form>
<iframe srcdoc="<button onclick=&quot;parent.log('framed')&quot;>Inside</button>"></iframe>
<div id=host></div>
<script>
function log(what) { (globalThis.logged ??= []).push(what) }
host.attachShadow({ mode: 'open' }).innerHTML = '<button onclick="log(&quot;shadow&quot;)">Hidden away</button>'
</script>`

/** A window with a person at it: trusted input comes from beside the session. */
async function withPerson(routes: Routes, play: (person: Person) => Promise<void>): Promise<void> {
  const options = optionsOf(routes)
  const { viewport, locale, timezone, headed, recording, signal } = options
  const lease = await leaseContext({
    ...{ viewport, locale, timezone, headed, recording, signal },
    served: { site: options.site, liveHosts: [] },
  })
  await using session = await sessionOn(lease, options)
  const [page] = lease.context.pages()
  if (!page) throw new Error('Cannot test: no page is open')
  const capture = capturePerson(session)
  const stop = new AbortController()
  const meant = async (act: () => Promise<unknown>): Promise<Captured | null> => {
    const next = capture.next(stop.signal)
    await page.waitForFunction(() => true)
    // Events are taken from when the script is there.
    await armed(session)
    await act()
    return next
  }
  const done = async (act: () => Promise<unknown>) => {
    const captured = await meant(act)
    if (!captured || !('action' in captured)) return captured
    await session.act(captured.action as never)
    return captured.action
  }
  const logged = () =>
    page.evaluate(() => (globalThis as unknown as { logged?: string[] }).logged ?? [])
  await play({ page, session, meant, done, next: () => capture.next(stop.signal), logged })
}

interface Person {
  readonly page: Page
  readonly session: WebSession
  /** What is taken from what the person does. */
  meant(act: () => Promise<unknown>): Promise<Captured | null>
  /** The same, and it is performed. */
  done(act: () => Promise<unknown>): Promise<WebAction | Captured | null>
  next(): Promise<Captured | null>
  logged(): Promise<readonly string[]>
}

const isArmed = `globalThis[Symbol.for('palaestra.person')]?.isListening() === true`
async function armed(session: WebSession): Promise<void> {
  await expect
    .poll(() => session.evaluateIsolated<boolean>(isArmed).catch(() => false), {
      timeout: 20_000,
    })
    .toBe(true)
}

const nameOf = async (session: WebSession, ref: string) =>
  (await session.view()).snapshot
    ?.split('\n')
    .find((line) => line.includes(`[ref=${ref}]`))
    ?.trim()

describeWith('chromium', 'capturePerson', () => {
  test('makes actions of what a person does, which the page hears of only through them', async () => {
    await withPerson(
      { '/': () => html(FORM), '/next': () => html('<h1>Next</h1>') },
      async (person) => {
        const { page, session, meant, done, next, logged } = person
        const refOf = async (text: string, nth = 0) => {
          const lines = ((await session.view()).snapshot ?? '').split('\n')
          return /\[ref=(e\d+)\]/.exec(lines.filter((line) => line.includes(text))[nth] ?? '')?.[1]
        }

        // Of two equal buttons the one that was clicked.
        const vase = await meant(() => page.getByText('Add').nth(1).click())
        expect(vase).toEqual({ action: { tool: 'click', ref: await refOf('button "Add"', 1) } })
        expect(await logged()).toEqual([])

        // Keys go into the field; the page hears of them at once, as one action.
        const field = await refOf('textbox "Name')
        expect(await done(() => page.locator('#name').click())).toEqual({
          tool: 'click',
          ref: field,
        })
        const filled = await meant(async () => {
          await page.keyboard.type('Ada L')
          await page.keyboard.press('Enter')
        })
        expect(filled).toEqual({ action: { tool: 'fill', ref: field, text: 'Ada L' } })
        expect([await logged(), await page.locator('#name').inputValue()]).toEqual([[], ''])
        if (filled && 'action' in filled) await session.act(filled.action as never)
        expect(await next()).toEqual({ action: { tool: 'press', key: 'Enter' } })
        expect(await logged()).toEqual(['input Ada L'])

        // A click elsewhere commits what was written, and comes after it.
        await done(() => page.locator('#name').click())
        const rewritten = await done(async () => {
          await page.keyboard.press('End')
          await page.keyboard.type('.')
          await page.getByText('A gift').click()
        })
        expect(rewritten).toEqual({ tool: 'fill', ref: field, text: 'Ada L.' })
        const gift = await refOf('checkbox "A gift"')
        expect(await next()).toEqual({ action: { tool: 'check', ref: gift } })
        await session.act({ tool: 'check', ref: gift ?? '' })
        expect(await meant(() => page.locator('#gift').click())).toEqual({
          action: { tool: 'uncheck', ref: gift },
        })
        expect(await page.locator('#gift').isChecked()).toBe(true)

        // Within shadow roots and frames.
        const shadow = await done(() => page.getByText('Hidden away').click())
        expect(shadow).toEqual({ tool: 'click', ref: await refOf('button "Hidden away"') })
        const framed = await done(() => page.frameLocator('iframe').getByText('Inside').click())
        expect(framed).toEqual({ tool: 'click', ref: await refOf('button "Inside"') })
        expect((await logged()).slice(-2)).toEqual(['shadow', 'framed'])

        const double = await meant(() => page.getByText('Add').first().dblclick())
        expect(double).toEqual({
          action: { tool: 'double_click', ref: await refOf('button "Add"') },
        })
        const hover = await meant(() => page.getByText('Next').click({ modifiers: ['Alt'] }))
        expect(hover).toEqual({ action: { tool: 'hover', ref: await refOf('button "Next"') } })
        const right = await meant(() => page.getByText('Next').click({ button: 'right' }))
        expect(right).toMatchObject({ action: { tool: 'click', button: 'right' } })

        // A new document is listened to as the first was.
        await done(() => page.getByText('Next').click())
        expect(await nameOf(session, 'e1')).toBeUndefined()
        const keys = await meant(() => page.keyboard.press('Control+k'))
        expect(keys).toEqual({ action: { tool: 'press', key: 'Control+k' } })
      },
    )
  })

  test('takes choices, strokes, drags and the wheel', async () => {
    const page = `${FORM}<canvas width=300 height=100 style="border:1px solid"></canvas><div style="height:3000px"></div>`
    await withPerson({ '/': () => html(page) }, async ({ page, meant, logged }) => {
      const size = await meant(async () => {
        await page.locator('#size').focus()
        await page.keyboard.press('ArrowDown')
      })
      expect(size).toMatchObject({ action: { tool: 'select', options: ['large'] } })
      expect(await page.locator('#size').inputValue()).toBe('small')

      const box = await page.locator('canvas').boundingBox()
      const [x, y] = [Math.round(box?.x ?? 0), Math.round(box?.y ?? 0)]
      const stroke = await meant(async () => {
        await page.mouse.move(x + 10, y + 10)
        await page.mouse.down()
        await page.mouse.move(x + 100, y + 50)
        await page.mouse.move(x + 200, y + 20)
        await page.mouse.up()
      })
      expect(stroke).toMatchObject({ action: { tool: 'draw' } })
      const { points } = (stroke as { action: { points: number[][] } }).action
      expect([points[0], points.at(-1)]).toEqual([
        [x + 10, y + 10],
        [x + 200, y + 20],
      ])

      const drag = await meant(() =>
        page.getByText('Add').first().dragTo(page.getByText('Add').nth(1)),
      )
      expect(drag).toMatchObject({ action: { tool: 'drag' } })
      const scroll = await meant(async () => {
        await page.mouse.move(300, 300)
        await page.mouse.wheel(0, 100)
        await page.mouse.wheel(0, 140)
      })
      expect(scroll).toEqual({ action: { tool: 'scroll', direction: 'down', pixels: 240 } })
      expect(await page.evaluate('scrollY')).toBe(0)
      expect(await logged()).toEqual([])
    })
  })

  test('stops when it is told to, and lets events pass then', async () => {
    await withPerson({ '/': () => html(FORM) }, async ({ page, session, logged }) => {
      const stop = new AbortController()
      const next = capturePerson(session).next(stop.signal)
      await armed(session)

      stop.abort()

      expect(await next).toBeNull()
      await page.getByText('Add').first().click()
      expect(await logged()).toEqual(['lamp'])
    })
  })

  test('tells of the session of each episode of an env, old and new', async () => {
    const sessions: WebSession[] = []
    await using env = await make(
      withSessions(micro, (session) => void sessions.push(session)),
      {},
    )

    await env.reset({ seed: 1 })
    await env.reset({ seed: 2 })

    const [first, second] = sessions
    expect(sessions).toHaveLength(2)
    expect(second).not.toBe(first)
    expect((await second?.view())?.url).toContain('micro.test')
  })
})
