import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { buildReport, percentile } from '../runs/index.ts'
import { openBrowser } from '../test/browser/open-browser.ts'
import type { Figure } from './figure.ts'
import { playShellRun } from './report-run.ts'

const EPISODES = 10_000
const OPENINGS = 5
/** At 60 frames a second. */
const FRAME_MS = 1000 / 60

/** A report of 10,000 shell episodes: made, opened in a real Chromium, scrolled, searched. */
export async function benchReport(): Promise<readonly Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'palaestra-bench-'))
  try {
    const run = join(folder, 'run')
    await playShellRun(run, EPISODES)
    const stored = (await stat(join(run, 'trajectories.jsonl'))).size
    const out = join(folder, 'report.html')
    const started = performance.now()
    const { bytes } = await buildReport([run], { out })
    const seconds = (performance.now() - started) / 1000
    return [
      {
        name: `making the page of ${EPISODES.toLocaleString('en-US')} episodes`,
        value: seconds,
        unit: 's',
        against: [
          { name: 'reading the trajectories at 100 MB/s', ratio: seconds / (stored / 1e8) },
        ],
      },
      {
        name: 'its size',
        value: bytes / 2 ** 20,
        unit: 'MiB',
        against: [{ name: `the run's trajectories.jsonl`, ratio: bytes / stored }],
      },
      ...(await inBrowser(pathToFileURL(out).href)),
    ]
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function inBrowser(url: string): Promise<Figure[]> {
  await using browser = await openBrowser()
  const openings: number[] = []
  for (let n = 0; n < OPENINGS; n++) {
    const { page } = await browser.page()
    const started = performance.now()
    await page.goto(url, { waitUntil: 'commit' })
    await page.locator('dl.stats').first().waitFor()
    openings.push(performance.now() - started)
    await page.close()
  }
  const { page } = await browser.page()
  const timed = async (work: () => Promise<unknown>) => {
    const started = performance.now()
    await work()
    return performance.now() - started
  }
  await page.goto(url)
  const list = await timed(async () => {
    await page.getByRole('link', { name: /^Episodes/ }).click()
    await page.locator('.list-row').first().waitFor()
  })
  const frames = (await page.evaluate(SCROLL)) as number[]
  const found = await timed(async () => {
    await page.locator('#search').fill('"in none of them"')
    await page.getByText('No episode matches all of the query.').waitFor()
  })
  await page.locator('#search').fill('')
  await page.locator('.list-row').first().waitFor()
  const transcript = await timed(async () => {
    await page.locator('.list-row a').first().click()
    await page.locator('.turn').first().waitFor()
  })
  const late = frames.filter((ms) => ms > 3 * FRAME_MS).length
  return [
    time(
      `opening it (median of ${OPENINGS}, until figures are shown)`,
      quantile(openings, 0.5),
      3000,
    ),
    time('from there to the list of episodes', list, 500),
    time('a frame while the list scrolls through all of them (p95)', quantile(frames, 0.95), 34),
    time('its longest frame', Math.max(...frames), 200),
    {
      name: 'frames later than two others',
      value: (100 * late) / frames.length,
      unit: '%',
      target: 2,
      lowerIsBetter: true,
      against: [],
    },
    time('opening the first transcript', transcript, 1000),
    time('searching every transcript for a text', found, 5000),
  ]
}

/** Runs in the page: times between frames while the list is scrolled from its first row to its last. */
const SCROLL = `(async () => {
  const list = document.querySelector('.list-scroll')
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
  const times = []
  let last = await frame()
  for (let step = 1; step <= 300; step++) {
    list.scrollTop = (step / 300) * list.scrollHeight
    const now = await frame()
    times.push(now - last)
    last = now
  }
  return times
})()`

const time = (name: string, value: number, target: number): Figure => ({
  name,
  value,
  unit: 'ms',
  target,
  lowerIsBetter: true,
  against: [],
})

const quantile = (values: readonly number[], share: number) =>
  percentile(values, share) ?? Number.NaN
