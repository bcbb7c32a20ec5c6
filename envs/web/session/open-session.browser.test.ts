import { afterAll, expect, it } from 'vitest'
import { describeWith } from '../../../test/describe-with.ts'
import { closeBrowsers, leaseContext } from '../browser/pool.ts'
import type { Host } from '../site/site.ts'
import { openSession } from './open-session.ts'
import { click, html, openApp, optionsOf, refOf } from './session.suite.ts'
import { sessionOn } from './session-on.ts'

describeWith('chromium', 'openSession', () => {
  afterAll(closeBrowsers)

  it('waits after an action until timers, requests and documents it set off are done', async () => {
    await using session = await openApp({
      '/': () =>
        html(`<form action="/sent"><button>Send</button></form><button id=b>Load</button><p id=p></p>
          <script>b.onclick = () => setTimeout(async () => {
            const first = await (await fetch('/a')).text()
            setTimeout(async () => { p.textContent = first + await (await fetch('/b')).text() }, 300)
          }, 300)</script>`),
      '/a': () => later('one '),
      '/b': () => later('two'),
      '/sent': async () => html(`<h1>${await (await later('Sent')).text()}</h1>`, 'Sent'),
    })

    await click(session, 'button', 'Load')
    const loaded = await session.view()
    await click(session, 'button', 'Send')
    const sent = await session.view()

    expect(loaded.snapshot).toContain('one two')
    expect(sent).toMatchObject({ title: 'Sent', url: 'http://app.test/sent?' })
  })

  it('waits for what is said on sockets, and not for sockets that never pause', async () => {
    const talking = (most: number) =>
      html(`<p id=p></p><script>
        const socket = new WebSocket('ws://app.test/')
        socket.onopen = () => socket.send('0')
        socket.onmessage = ({ data }) => {
          p.textContent = 'heard ' + data
          if (data < ${most}) socket.send(data)
        }
      </script>`)
    const host: Host = {
      fetch: ({ url }) => talking(url.endsWith('endless') ? 1000 : 8),
      socket: (socket) =>
        socket.onMessage((data) => setTimeout(() => socket.send(String(Number(data) + 1)), 40)),
    }
    await using session = await openSession({ ...optionsOf(''), site: { 'app.test': host } })

    const first = await session.view()
    const { notes } = await session.act({ tool: 'goto', url: 'http://app.test/endless' })

    expect(first.snapshot).toContain('heard 8')
    expect(notes).toEqual([])
    expect((await session.view()).snapshot).toContain('heard')
  })

  it('leaves pages that never come to rest, and tells so', async () => {
    await using session = await openApp(
      {
        '/': () => html('<button onclick="fetch(`/never`)">Ask</button><a href="/never">Go</a>'),
        '/never': () => new Promise(() => {}),
      },
      // Enough to open on a busy machine.
      { loadTimeoutMs: 2500 },
    )

    const asked = await click(session, 'button', 'Ask')
    const again = await session.act({ tool: 'wait', seconds: 0 })
    const went = await click(session, 'link', 'Go')

    expect(asked.notes).toEqual([
      'The page did not come to rest and was not waited for any longer.',
    ])
    expect(again.notes).toEqual([])
    expect(went.notes).toHaveLength(1)
    expect((await session.view()).url).toBe('http://app.test/')
  })

  it('opens although the first page never loads', async () => {
    await using session = await openApp(
      { '/': () => new Promise(() => {}) },
      { loadTimeoutMs: 300 },
    )

    expect(await session.view()).toMatchObject({ url: 'about:blank', snapshot: '' })
  })

  it('leaves a page whose script never ends', async () => {
    await using session = await openApp('<button onclick="for (;;) {}">Hang</button>', {
      ...{ actionTimeoutMs: 2000, loadTimeoutMs: 2000 },
    })

    const acted = await click(session, 'button', 'Hang')

    expect(acted.notes).toEqual(['The page no longer answered and was left.'])
    expect(await session.view()).toMatchObject({ url: 'about:blank', tabs: [{ active: true }] })
  })

  it('throws a SandboxError from the moment a page crashed', async () => {
    const options = optionsOf('<p>fine</p>')
    const lease = await leaseContext({ ...options, served: { site: options.site, liveHosts: [] } })
    await using session = await sessionOn(lease, options)
    const view = await session.view()

    await lease.context
      .pages()[0]
      ?.goto('chrome://crash')
      .catch(() => {})

    expect(view.snapshot).toContain('fine')
    await expect(session.view()).rejects.toMatchObject({ name: 'SandboxError' })
    await expect(session.act({ tool: 'wait', seconds: 0 })).rejects.toMatchObject({
      ...{ name: 'SandboxError', message: 'Cannot go on in the browser: the page crashed' },
    })
  })

  it('ends with its signal, and closes twice', async () => {
    const controller = new AbortController()
    const session = await openApp('<p>fine</p>', { signal: controller.signal })

    controller.abort(new Error('over'))

    await expect(session.view()).rejects.toThrow('over')
    await session.close()
    await session.close()
    await expect(openApp('', { signal: controller.signal })).rejects.toThrow('over')
  })

  it('evaluates where no script of the page can reach', async () => {
    await using session = await openApp(
      '<p id=p>true text</p><script>document.querySelector = () => ({ textContent: "forged" }); Math.max = () => 1; globalThis.secret = 1</script>',
    )

    expect(await session.evaluateIsolated('document.querySelector("#p").textContent')).toBe(
      'true text',
    )
    expect(await session.evaluateIsolated('[Math.max(1, 2), typeof secret]')).toEqual([
      2,
      'undefined',
    ])
    await expect(session.evaluateIsolated('null.x')).rejects.toThrow('Cannot evaluate')
  })

  it('keeps small downloads and refuses large ones', async () => {
    const file = (bytes: number) => () =>
      new Response(new Uint8Array(bytes), {
        headers: { 'content-disposition': `attachment; filename="${bytes}.bin"` },
      })
    await using session = await openApp({
      '/': () => html('<a href="/small">Small</a><a href="/large">Large</a>'),
      ...{ '/small': file(5), '/large': file(2_000_000) },
    })

    const small = await click(session, 'link', 'Small')
    const large = await click(session, 'link', 'Large')

    expect(small.notes).toEqual(['A file was downloaded: 5.bin'])
    expect(large.notes).toEqual(['A download was refused: 2000000.bin is larger than 1 MB.'])
    expect(session.downloads.map(({ name, content }) => [name, content?.length])).toEqual([
      ['5.bin', 5],
      ['2000000.bin', undefined],
    ])
  })

  it('clicks, settles and looks without waiting for nothing', async () => {
    await using session = await openApp(
      '<button onclick="this.textContent = 1 + +this.textContent">0</button>',
    )
    const times: number[] = []
    for (let turn = 0; turn < 12; turn++) {
      const ref = refOf(await session.view(), 'button')
      const before = performance.now()
      await session.act({ tool: 'click', ref })
      await session.view()
      times.push(performance.now() - before)
    }

    expect((await session.view()).snapshot).toBe('- button "12" [ref=e1]')
    expect(Math.min(...times)).toBeLessThan(1000)
  })
})

const later = (text: string) =>
  new Promise<Response>((resolve) => {
    setTimeout(() => resolve(new Response(text)), 30)
  })
