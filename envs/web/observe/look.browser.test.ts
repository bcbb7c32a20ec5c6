import { afterAll, expect, it } from 'vitest'
import { describeWith } from '../../../test/describe-with.ts'
import { closeBrowsers } from '../browser/pool.ts'
import { openApp, optionsOf } from '../session/session.suite.ts'
import { decodePng } from './png.ts'
import type { ObserveOptions } from './view.ts'

const looking = (observe: Partial<ObserveOptions>) => ({
  observe: { ...optionsOf('').observe, ...observe },
})

describeWith('chromium', 'what is observed', () => {
  afterAll(closeBrowsers)

  it('sees into iframes and shadow roots, and acts there', async () => {
    await using session = await openApp(
      `<div id=host></div><iframe srcdoc="<button onclick=&quot;this.textContent = 'inside'&quot;>In</button>"></iframe>
       <script>host.attachShadow({ mode: 'open' }).innerHTML = '<button>Shadow</button>'</script>`,
    )
    const before = await session.view()

    await session.act({ tool: 'click', ref: 'e3' })

    expect(before.snapshot).toBe(
      '- button "Shadow" [ref=e1]\n- iframe [ref=e2]:\n  - button "In" [ref=e3]',
    )
    expect((await session.view()).snapshot).toContain('button "inside" [ref=e3]')
  })

  it('writes HTML down without what nobody sees, with the refs of the snapshot', async () => {
    await using session = await openApp(
      `<style>p { color: red }</style><!-- secret --><div><div><button class="big" onclick="x()" data-x=1>Go</button></div></div>
       <p style="display: none">hidden</p><input value=old><script>document.querySelector('input').value = 'new'</script>`,
      looking({ html: true }),
    )

    const { html } = await session.view()

    expect(html).toBe(
      '<body>\n <button data-ref="e1" class="big">Go</button>\n <input data-ref="e2" value="new">\n</body>',
    )
  })

  it('cuts HTML at its budget', async () => {
    await using session = await openApp(
      '<p>some words</p>'.repeat(200),
      looking({ html: true, htmlChars: 500 }),
    )

    const { html } = await session.view()

    expect(html?.length).toBeLessThanOrEqual(500)
    expect(html).toMatch(/<!-- \d+ more lines left out -->$/)
  })

  it('marks elements in the picture, where the page cannot see it', async () => {
    const body =
      '<button style="position: absolute; left: 100px; top: 100px; width: 200px; height: 80px">Go</button><script>new MutationObserver(() => { document.title = "seen" }).observe(document, { subtree: true, childList: true, attributes: true })</script>'
    await using session = await openApp(
      body,
      looking({ screenshot: 'marks', screenshotPixels: 120_000 }),
    )

    const { screenshot, title } = await session.view()
    const again = await session.view()

    expect(again.screenshot).toEqual(screenshot)
    expect(again.title).toBe(title)
    if (screenshot === null || !('data' in screenshot)) throw new Error('no picture')
    const { width, height, channels, data } = decodePng(Buffer.from(screenshot.data, 'base64'))
    expect([width, height]).toEqual([400, 300])
    const at = (x: number, y: number) => [
      ...data.subarray((y * width + x) * channels).subarray(0, 3),
    ]
    expect(at(100, 50)).toEqual([200, 0, 0])
    expect(at(10, 10)).toEqual([255, 255, 255])
  })

  it('copes with 10,000 elements, and with 5 MB of text', async () => {
    await using session = await openApp(
      `<p>${'word '.repeat(1_000_000)}</p>${'<button>Row</button>'.repeat(10_000)}`,
      looking({ html: true }),
    )

    const { nodes, snapshot, html } = await session.view()

    expect(nodes).toHaveLength(10_001)
    expect(snapshot?.length).toBeLessThanOrEqual(12_000)
    expect(html?.length).toBeLessThanOrEqual(12_000)
  })
})
