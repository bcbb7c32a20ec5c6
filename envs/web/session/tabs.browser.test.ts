import { afterAll, expect, it } from 'vitest'
import { describeWith } from '../../../test/describe-with.ts'
import { closeBrowsers } from '../browser/pool.ts'
import { click, html, openApp } from './session.suite.ts'

describeWith('chromium', 'tabs and dialogs', () => {
  afterAll(closeBrowsers)

  it('brings a tab that a page opened to the front, and tells so', async () => {
    await using session = await openApp({
      '/': () => html('<a href="/b" target=_blank>Open</a>', 'A'),
      '/b': () => html('<button onclick="window.close()">Close</button>', 'B'),
    })

    const opened = await click(session, 'link', 'Open')
    const both = await session.view()
    await session.act({ tool: 'tab_switch', tab: 1 })
    const first = await session.view()
    const closed = await session.act({ tool: 'tab_close', tab: 2 })
    const one = await session.view()

    expect(opened.notes).toEqual(['A tab was opened: http://app.test/b'])
    expect(both.tabs).toEqual([
      { title: 'A', url: 'http://app.test/', active: false },
      { title: 'B', url: 'http://app.test/b', active: true },
    ])
    expect(first).toMatchObject({ title: 'A', tabs: [{ active: true }, { active: false }] })
    expect(closed).toEqual({ error: null, notes: [] })
    expect(one.tabs).toHaveLength(1)
  })

  it('opens a blank tab where a page closed the last one', async () => {
    await using session = await openApp({
      '/': () => html('<a href="/b" target=_blank rel=opener>Open</a>', 'A'),
      '/b': () => html('<button onclick="window.close()">Close</button>', 'B'),
    })
    await click(session, 'link', 'Open')
    await session.act({ tool: 'tab_close', tab: 1 })

    const closed = await click(session, 'button', 'Close')

    expect(closed).toEqual({ error: null, notes: ['A tab was closed.'] })
    expect((await session.view()).tabs).toEqual([{ title: '', url: 'about:blank', active: true }])
  })

  it('closes what a storm of popups opens beyond a number', async () => {
    await using session = await openApp(
      '<button onclick="for (let n = 0; n < 21; n++) window.open(`/`)">Storm</button>',
    )

    const { notes } = await click(session, 'button', 'Storm')

    expect(notes).toContain('More than 20 tabs: further ones were closed.')
    expect((await session.view()).tabs).toHaveLength(20)
  })

  it('shows a dialog until it is answered', async () => {
    await using session = await openApp(
      `<button onclick="this.textContent = prompt('Name?', 'nobody')">Ask</button><button onclick="this.textContent = String(confirm('Sure?'))">Sure</button>`,
    )

    await session.evaluateIsolated('document.title')
    await click(session, 'button', 'Ask')
    const asked = await session.view()
    const behind = [
      await session.evaluateIsolated('document.title'),
      await session.evaluateIsolated('document.body.children.length'),
    ]
    const blocked = await session.act({ tool: 'press', key: 'Enter' })
    await session.act({ tool: 'dialog', accept: true, text: 'Ada' })
    await click(session, 'button', 'Sure')
    await session.act({ tool: 'dialog', accept: false })
    const after = await session.view()

    expect(asked).toMatchObject({
      ...{ dialog: { kind: 'prompt', message: 'Name?' }, snapshot: null, nodes: [], title: 'App' },
    })
    expect(behind).toEqual(['App', null])
    expect(blocked.error).toContain('Name?')
    expect(after.snapshot).toBe('- button "Ada" [ref=e1]\n- button "false" [ref=e2]')
  })

  it('shows a dialog that opens while the page loads, and goes on after the answer', async () => {
    await using session = await openApp('<script>alert("first")</script><p>then</p>')

    const opened = await session.view()
    await session.act({ tool: 'dialog', accept: true })

    expect(opened.dialog).toEqual({ kind: 'alert', message: 'first' })
    expect((await session.view()).snapshot).toBe('- paragraph: then')
  })

  it('asks before a page is left that wants to be asked', async () => {
    await using session = await openApp({
      '/': () =>
        html(
          '<button>Touch</button><script>addEventListener("beforeunload", (event) => event.preventDefault())</script>',
        ),
      '/b': () => html('', 'B'),
    })
    await click(session, 'button', 'Touch')

    await session.act({ tool: 'goto', url: 'http://app.test/b' })
    const asked = await session.view()
    await session.act({ tool: 'dialog', accept: true })

    expect(asked.dialog?.kind).toBe('beforeunload')
    expect((await session.view()).title).toBe('B')
  })

  it('leaves a page that never stops to open dialogs', async () => {
    await using session = await openApp('<button onclick="for (;;) alert(1)">Loop</button>')

    await click(session, 'button', 'Loop')
    const notes: string[] = []
    for (let turn = 0; turn < 10; turn++) {
      notes.push(...(await session.act({ tool: 'dialog', accept: true })).notes)
    }

    expect(notes).toContain('The page did not stop opening dialogs and was left.')
    expect(await session.view()).toMatchObject({ url: 'about:blank', dialog: null })
  })
})
