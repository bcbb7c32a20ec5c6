import { expect, test } from 'vitest'
import { describeWith } from '../../../test/describe-with.ts'
import { type Stage, useStage } from './act.suite.ts'
import type { PageAction } from './tools.ts'

const DONE = { error: null, notes: [] }

describeWith('chromium', 'actions on pages', () => {
  const open = useStage()

  test('the mouse and the keyboard work at points of the view, and nowhere else', async () => {
    const stage = await open(
      `<body style="margin: 0"><input style="position: absolute; top: 300px"><script>log = []
      // Not by autofocus: that takes effect at a frame, which may come after the first key.
      document.querySelector('input').focus()
      for (const type of ['mousedown', 'mouseup', 'dblclick', 'mousemove']) addEventListener(type, (e) =>
        (type === 'mousemove' && e.buttons === 0) || log.push(type + ' ' + e.clientX + ',' + e.clientY))</script>`,
    )
    const actions: readonly PageAction[] = [
      { tool: 'type_text', text: 'hello' },
      { tool: 'hover_at', x: 1, y: 1 },
      { tool: 'click_at', x: 10, y: 20 },
      { tool: 'double_click_at', x: 10, y: 20 },
    ]
    for (const action of actions) expect(await stage.act(action), action.tool).toEqual(DONE)

    expect(await stage.page.evaluate('document.querySelector("input").value')).toBe('hello')
    expect(await stage.page.evaluate('log.splice(0)')).toEqual([
      ...['mousedown 10,20', 'mouseup 10,20', 'mousedown 10,20', 'mouseup 10,20'],
      ...['mousedown 10,20', 'mouseup 10,20', 'dblclick 10,20'],
    ])

    const points: [number, number][] = [
      [10, 10],
      [50, 10],
      [50, 60],
    ]
    expect(await stage.act({ tool: 'draw', points })).toEqual(DONE)
    const drawn = await stage.page.evaluate<string[]>('log.splice(0)')
    expect(drawn[0]).toBe('mousedown 10,10')
    expect(drawn).toContain('mousemove 50,10')
    expect(drawn.at(-1)).toBe('mouseup 50,60')

    expect(await stage.act({ tool: 'drag_at', from_x: 5, from_y: 5, to_x: 90, to_y: 5 })).toEqual(
      DONE,
    )
    const dragged = await stage.page.evaluate<string[]>('log.splice(0)')
    expect(dragged.length).toBeGreaterThan(6)
    expect(dragged.at(-1)).toBe('mouseup 90,5')

    const outside = await stage.act({ tool: 'click_at', x: 800, y: 20 })
    expect(outside.error).toBe('(800, 20) lies outside the view of 800 x 600 pixels.')
    expect(
      (
        await stage.act({
          tool: 'draw',
          points: [
            [1, 1],
            [1, 900],
          ],
        })
      ).error,
    ).toContain('(1, 900)')
    expect(await stage.page.evaluate('log')).toEqual([])
  })

  test('elements are dragged by pages that take drag events and by those that take pointer events', async () => {
    const stage = await open(
      `<div role="listitem" aria-label="Card" draggable="true" style="width: 80px; height: 40px; background: red">card</div>
      <div role="listitem" aria-label="Knob" style="width: 80px; height: 40px; background: blue">knob</div>
      <div style="height: 1500px"></div>
      <div role="list" aria-label="Bin" style="width: 200px; height: 100px; background: silver">bin</div>
      <script>log = []
      const [card, knob, bin] = document.querySelectorAll('[aria-label]')
      card.ondragstart = (e) => e.dataTransfer.setData('text/plain', 'the card')
      bin.ondragover = (e) => e.preventDefault()
      bin.ondrop = (e) => log.push(e.dataTransfer.getData('text/plain'))
      knob.onpointerdown = () => { onpointerup = (e) => log.push(document.elementFromPoint(e.clientX, e.clientY).ariaLabel) }</script>`,
    )
    for (const name of ['Card', 'Knob']) {
      const from = await stage.ref(`"${name}"`)
      const to = await stage.ref('"Bin"')
      expect(await stage.act({ tool: 'drag', from, to }), name).toEqual(DONE)
    }

    expect(await stage.page.evaluate('log')).toEqual(['the card', 'Bin'])
    const from = await stage.ref('"Card"')
    expect((await stage.act({ tool: 'drag', from, to: 'e99' })).error).toContain('no element e99')
  })

  test('the wheel moves the page or a box in it, and says when it moved nothing', async () => {
    const stage = await open(
      `<body style="margin: 0"><div role="list" aria-label="Box" style="height: 580px; width: 700px; overflow: auto">
      <div style="height: 2000px">long</div></div><div style="height: 1000px"></div>`,
    )
    const tops = () =>
      stage.page.evaluate('[scrollY, document.querySelector("[role=list]").scrollTop]')
    const scroll = (direction: 'up' | 'down' | 'left', pixels?: number) =>
      stage.act({ tool: 'scroll', direction, ...(pixels === undefined ? {} : { pixels }) })

    expect(
      await stage.on('"Box"', (ref) => ({ tool: 'scroll', ref, direction: 'down', pixels: 300 })),
    ).toEqual(DONE)
    expect(await tops()).toEqual([0, 300])
    expect(await stage.act({ tool: 'scroll_at', x: 50, y: 50, dy: -100 })).toEqual(DONE)
    expect(await tops()).toEqual([0, 200])
    expect(await scroll('down')).toEqual(DONE)
    expect(await tops()).toEqual([600, 200])
    expect(await scroll('down', 5000)).toEqual(DONE)
    expect((await scroll('down')).notes).toEqual(['Nothing scrolled: already at the bottom.'])
    expect((await scroll('left')).notes).toEqual([
      'Nothing scrolled: there is no more to see that way.',
    ])
    expect(await tops()).toEqual([980, 200])
  })

  test('a page that answers the wheel itself is believed', async () => {
    const stage = await open(
      `<div style="height: 3000px">long</div><script>turns = 0
      addEventListener('wheel', (event) => { event.preventDefault(); turns++ }, { passive: false })</script>`,
    )

    const { notes } = await stage.act({ tool: 'scroll', direction: 'down' })

    expect(notes).toEqual(['Nothing scrolled.'])
    expect(await stage.page.evaluate('[turns, scrollY]')).toEqual([1, 0])
  })

  test('a dialog holds up everything but its answer', async () => {
    const stage = await open(
      `<button onclick="said = [confirm('Sure?'), prompt('Name?')]">Ask</button><script>said = null</script>`,
    )
    expect(await stage.act({ tool: 'dialog', accept: true })).toMatchObject({
      error: 'No dialog is open.',
    })

    expect(await stage.on('"Ask"', (ref) => ({ tool: 'click', ref }))).toEqual(DONE)
    expect((await stage.act({ tool: 'press', key: 'a' })).error).toBe(
      'The confirm "Sure?" is open: use dialog to answer it.',
    )
    expect(await stage.act({ tool: 'dialog', accept: true, text: 'x' })).toMatchObject({
      error: null,
      notes: [expect.stringContaining('only a prompt')],
    })
    expect((await stage.act({ tool: 'reload' })).error).toContain('The prompt "Name?" is open')
    expect(await stage.act({ tool: 'dialog', accept: true, text: 'Ada' })).toEqual(DONE)

    expect(await stage.page.evaluate('said')).toEqual([true, 'Ada'])
  })

  test('addresses of the task are opened, and tabs go back and forward', async () => {
    const stage = await open('<h1>Home</h1>')
    const path = () => new URL(stage.page.url()).pathname

    expect((await stage.act({ tool: 'back' })).error).toBe('There is no page to go back to.')
    for (const url of ['http://app.test/a', '/b', 'app.test/c']) {
      expect(await stage.act({ tool: 'goto', url }), url).toEqual(DONE)
    }
    expect(path()).toBe('/c')
    expect(await stage.act({ tool: 'back' })).toEqual(DONE)
    expect(path()).toBe('/b')
    expect(await stage.act({ tool: 'forward' })).toEqual(DONE)
    expect((await stage.act({ tool: 'forward' })).error).toBe('There is no page to go forward to.')
    expect(await stage.act({ tool: 'reload' })).toEqual(DONE)
    expect((await stage.act({ tool: 'goto', url: '/lost' })).notes).toEqual([
      'The server answered with status 404.',
    ])
  })

  test.each([
    ['javascript:document.title="run"', 'Addresses of javascript: cannot be opened'],
    [' JavaScript:document.title="run"', 'Addresses of javascript: cannot be opened'],
    ['java\nscript:document.title="run"', 'is no address'],
    ['data:text/html,<script>1</script>', 'Addresses of data: cannot'],
    ['file:///etc/passwd', 'Addresses of file: cannot'],
    ['chrome://version', 'Addresses of chrome: cannot'],
    ['view-source:http://app.test/', 'Addresses of view-source: cannot'],
    ['about:config', 'Addresses of about: cannot'],
    ['http://other.test/', 'other.test cannot be reached'],
    ['http://', 'is no address'],
  ])('%j is not opened', async (url, reason) => {
    const stage = await open('<title>Home</title>')

    expect((await stage.act({ tool: 'goto', url })).error).toContain(reason)
    expect((await stage.act({ tool: 'tab_new', url })).error).toContain(reason)

    expect(stage.page.url()).toBe('http://app.test/')
    expect(await stage.page.title()).toBe('Home')
  })

  test('a page that cannot be had is told in one line', async () => {
    const stage = await open('<h1>Home</h1>')
    const impatient = await open('<h1>Home</h1>', { loadTimeoutMs: 300 })
    await stage.page.context().route('**/refused', (route) => route.abort('connectionrefused'))
    await impatient.page.context().route('**/silent', () => {})
    const goto = async ({ act }: Stage, url: string) => (await act({ tool: 'goto', url })).error

    expect(await goto(stage, '/refused')).toBe(
      '"http://app.test/refused" could not be opened (ERR_CONNECTION_REFUSED).',
    )
    expect(await goto(impatient, '/silent')).toBe(
      '"http://app.test/silent" did not load within 300 ms.',
    )
  })

  test('tabs that are not there are told, and time passes when it is waited for', async () => {
    const shown: number[] = []
    const tabs = {
      count: () => 2,
      open: async () => {},
      show: async (tab: number) => shown.push(tab) > 0 && tab <= 2,
      close: async () => true,
    }
    const stage = await open('<h1>Home</h1>', { tabs })

    expect(await stage.act({ tool: 'tab_switch', tab: 2 })).toEqual(DONE)
    expect((await stage.act({ tool: 'tab_switch', tab: 5 })).error).toBe(
      'There is no tab 5. There are 2 tabs.',
    )
    expect(await stage.act({ tool: 'tab_new' })).toEqual(DONE)
    expect(await stage.act({ tool: 'tab_close' })).toEqual(DONE)
    expect(await stage.act({ tool: 'wait', seconds: 2.5 })).toEqual(DONE)

    expect(shown).toEqual([2, 5])
    expect(stage.advanced).toEqual([2500])
  })

  test('a page that does not respond ends an action, and one that died is thrown', async () => {
    const stage = await open('<button>Go</button>', { timeoutMs: 200, loadTimeoutMs: 200 })
    const ref = await stage.ref('"Go"')
    // Not by a click: on a busy machine it might not come in time to make the page hang.
    stage.page.evaluate('for (;;) {}').catch(() => {})

    const spun = await stage.act({ tool: 'click', ref })
    const pressed = await stage.act({ tool: 'press', key: 'a' })
    expect(spun.error).toMatch(/did not respond/)
    expect(pressed.error).toMatch(/did not respond/)

    await stage.page.close()
    await expect(stage.act({ tool: 'press', key: 'a' })).rejects.toThrow('closed')
  })
})
