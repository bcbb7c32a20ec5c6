import { afterAll, expect, it } from 'vitest'
import { describeWith } from '../../../test/describe-with.ts'
import { closeBrowsers } from '../browser/pool.ts'
import type { View } from '../observe/view.ts'
import { click, html, NOON, openApp } from './session.suite.ts'

const DRAWN = html.bind(
  null,
  `<p id=at></p><button>Later</button><iframe srcdoc="<p id=in></p><script>document.getElementById('in').textContent = Math.random()</script>"></iframe>
   <script>
     const at = document.getElementById('at')
     const note = (text) => { at.textContent += text + ' | ' }
     note(Math.random()); note(crypto.getRandomValues(new Uint8Array(4))); note(new Date().toISOString()); note(performance.now())
     note(new Intl.DateTimeFormat('en', { dateStyle: 'full', timeStyle: 'full' }).format()); note(Date()); note(document.lastModified)
     note(new Event('x').timeStamp); if (globalThis.Temporal) note(Temporal.Now.instant().toString())
     let frames = 0
     const frame = () => { if (++frames === 60) note('sixty frames'); requestAnimationFrame(frame) }
     requestAnimationFrame(frame)
     setInterval(() => note('tick ' + Date.now()), 400)
     document.querySelector('button').onclick = () => setTimeout(() => fetch('/data').then((r) => r.text()).then((text) => setTimeout(() => note(text + Math.random()), 500)), 300)
   </script>`,
)

async function play(seed: number): Promise<readonly View[]> {
  await using session = await openApp(
    { '/': () => DRAWN(), '/data': () => new Response('data ') },
    { seed },
  )
  const views = [await session.view()]
  await click(session, 'button', 'Later')
  views.push(await session.view())
  await session.act({ tool: 'reload' })
  views.push(await session.view())
  return views
}

describeWith('chromium', 'determinism of pages', () => {
  afterAll(closeBrowsers)

  it('gives identical views for the same seed, on a fresh and on a used context', async () => {
    const fresh = await play(7)
    const used = await play(7)
    const other = await play(8)

    expect(used).toEqual(fresh)
    expect(other[0]?.snapshot).not.toBe(fresh[0]?.snapshot)
    expect(fresh[1]?.snapshot).toContain('data 0.')
    expect(fresh[1]?.snapshot).toContain('sixty frames')
    expect(fresh[0]?.snapshot).toContain('2026-03-02T12:00:00.000Z')
    expect(fresh[2]?.snapshot).not.toContain(/0\.\d{10,}/.exec(fresh[0]?.snapshot ?? '')?.[0])
  })

  it('lets the time of pages stand still while nobody acts', async () => {
    await using session = await openApp(
      '<p id=p></p><script>setTimeout(() => { p.textContent = "late" }, 2500)</script>',
    )
    const before = await session.view()

    const times = [await session.evaluateIsolated('Date.now()'), await page(session)]
    await new Promise((resolve) => setTimeout(resolve, 300))
    const later = [await session.evaluateIsolated('Date.now()'), await page(session)]

    expect(later[0]).not.toBe(times[0])
    expect(later[1]).toBe(times[1])
    expect(await session.view()).toEqual(before)
    await session.act({ tool: 'wait', seconds: 2 })
    expect((await session.view()).snapshot).toContain('late')
  })

  it('goes on with time and random numbers from one document to the next', async () => {
    const stamp = '<p id=p></p><script>p.textContent = Date.now() + " " + Math.random()</script>'
    await using session = await openApp({
      '/': () => html(`${stamp}<a href="/next">Next</a>`),
      '/next': () => html(stamp),
    })

    await click(session, 'link', 'Next')

    const { snapshot } = await session.view()
    expect(snapshot).toContain(`${NOON + 1000} 0.`)
  })

  it('ends animations and transitions at once, also in shadow roots', async () => {
    await using session = await openApp(`
      <style>@keyframes grow { to { width: 100px } } #a { width: 0; animation: grow 5s forwards }</style>
      <div id=a></div><div id=host></div><p id=p></p>
      <script>
        const root = host.attachShadow({ mode: 'open' })
        root.innerHTML = '<style>b { display: block; width: 0; transition: width 5s } b.wide { width: 50px }</style><b></b>'
        a.addEventListener('animationend', () => { p.textContent += 'animated ' })
        const bold = root.querySelector('b')
        bold.addEventListener('transitionend', () => { p.textContent += 'changed ' + bold.offsetWidth })
        bold.offsetWidth
        bold.className = 'wide'
      </script>`)
    await session.act({ tool: 'wait', seconds: 0 })

    const { snapshot } = await session.view()

    expect(snapshot).toContain('animated')
    expect(snapshot).toContain('changed 50')
  })
})

/** What the page's own scripts take for now: they write it down when a key is pressed. */
const page = (session: { evaluateIsolated<T>(expression: string): Promise<T> }) =>
  session.evaluateIsolated<string>(`new Promise((resolve) => {
    const script = document.createElement('script')
    script.textContent = 'document.body.dataset.now = Date.now() + " " + performance.now()'
    document.body.append(script)
    script.remove()
    resolve(document.body.dataset.now)
  })`)
