import type { ObserveOptions } from '../../envs/web/observe/view.ts'
import { openSession } from '../../envs/web/session/open-session.ts'
import { WEB_NOW } from '../../envs/web/world.ts'
import type { Figure } from '../figure.ts'
import { median } from '../median.ts'

const ROUNDS = 15
const NOTHING: ObserveOptions = {
  ...{ snapshot: false, snapshotChars: 12_000, html: false, htmlChars: 12_000 },
  ...{ screenshot: 'none', screenshotPixels: 1_000_000, location: true, tabs: true },
  ...{ focus: false, errors: true, chat: true },
}
const KINDS: readonly (readonly [name: string, options: Partial<ObserveOptions>])[] = [
  ['snapshot', { snapshot: true }],
  ['html', { html: true }],
  ['screenshot', { screenshot: 'plain' }],
  ['screenshot with marks', { snapshot: true, screenshot: 'marks' }],
]

/** How long it takes to look at a page, by what is looked at. */
export async function benchObservations(): Promise<readonly Figure[]> {
  const figures: Figure[] = []
  for (const [size, rows] of [
    ['60 nodes', 10],
    ['10,000 nodes', 2000],
  ] as const) {
    for (const [name, options] of KINDS) {
      const value = await lookingAt(pageOf(rows), { ...NOTHING, ...options })
      figures.push({ name: `${name}, ${size}`, value, unit: 'ms', against: [] })
    }
  }
  return figures
}

async function lookingAt(html: string, observe: ObserveOptions): Promise<number> {
  const fetch = () => new Response(html, { headers: { 'content-type': 'text/html' } })
  await using session = await openSession({
    site: { 'page.test': { fetch } },
    ...{ liveHosts: [], start: ['http://page.test/'], seed: 0, time: WEB_NOW },
    ...{ viewport: { width: 1280, height: 720 }, locale: 'en-US', timezone: 'UTC', observe },
    ...{
      actionTimeoutMs: 1000,
      loadTimeoutMs: 30_000,
      files: [],
      headed: false,
      signal: undefined,
    },
    recording: { trace: 'none', video: 'none', screenshots: 'none', folder: null, name: 'bench' },
  })
  await session.view()
  const times: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const began = performance.now()
    await session.view()
    times.push(performance.now() - began)
  }
  return median(times)
}

/** A table with a link and a button a row: five nodes each. */
const pageOf = (rows: number) =>
  `<!doctype html><title>Rows</title><table>${Array.from(
    { length: rows },
    (_, i) =>
      `<tr><td>Row ${i}</td><td><a href="/${i}">Open ${i}</a></td><td><button>Delete ${i}</button></td></tr>`,
  ).join('')}</table>`
