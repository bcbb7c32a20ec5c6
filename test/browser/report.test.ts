import { appendFile, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Trajectory } from '../../core/index.ts'
import { serveReport } from '../../runs/index.ts'
import { describeWith } from '../describe-with.ts'
import { type OpenBrowser, openBrowser } from './open-browser.ts'
import { emptyRun, HOSTILE, pageOf, play, scratch } from './runs.suite.ts'

describeWith('chromium', 'the page of a report', () => {
  let browser: OpenBrowser
  beforeAll(async () => {
    browser = await openBrowser()
  })
  afterAll(() => browser.close())

  /** Opens a page and holds it to having nothing unwanted when `look` is done. */
  async function visit(
    url: string,
    look: (page: Page) => Promise<void>,
    options: Parameters<OpenBrowser['page']>[0] = {},
  ): Promise<void> {
    const { page, unwanted } = await browser.page(options)
    try {
      await page.goto(url)
      await page.getByRole('main').waitFor()
      await look(page)
      expect(unwanted).toEqual([])
    } finally {
      await page.close()
    }
  }

  /** A large figure of the overview, by its label. */
  async function figure(page: Page, label: string, part = 'dd.value'): Promise<string> {
    const item = page.locator('dl.stats > div', { has: page.getByText(label, { exact: true }) })
    return (await item.first().locator(part).textContent()) ?? ''
  }

  test('shows the figures of the run, to the digit', async () => {
    const out = join(await scratch(), 'run')
    const { summary, results } = await play(out, { episodes: 40, broken: 0.2 })

    await visit(await pageOf(out), async (page) => {
      const { success, unscored, reward, turns } = summary
      expect(unscored).toBeGreaterThan(2)
      expect(await figure(page, 'Episodes')).toBe(String(summary.episodes))
      expect(await figure(page, 'Success')).toBe(`${(100 * (success.rate ?? 0)).toFixed(1)} %`)
      const [low, high] = [success.low ?? 0, success.high ?? 0].map((end) => (100 * end).toFixed(1))
      expect(await figure(page, 'Success', 'dd.detail')).toMatch(
        new RegExp(
          `^${success.successes} of ${success.of}; 95 % interval ${low} to ${high} %, over groups `,
        ),
      )
      expect(Number(await figure(page, 'Mean reward'))).toBeCloseTo(reward.mean ?? 0, 4)
      expect(Number(await figure(page, 'Mean turns'))).toBeCloseTo(turns.mean ?? 0, 2)
      expect(await figure(page, 'Unscored')).toBe(String(unscored))
      const bySplit = page.locator('figure', { hasText: 'Success by split' })
      await bySplit.getByText('Numbers', { exact: true }).click()
      for (const [split, rate] of Object.entries(summary.successBy.split)) {
        const row = bySplit.locator('tr', { hasText: split })
        await row.waitFor()
        const cells = await row.locator('td, th').allTextContents()
        expect(cells).toContain(`${(100 * (rate.rate ?? 0)).toFixed(1)} %`)
        expect(cells).toContain(String(rate.of))
      }
      await page.getByRole('link', { name: /^Episodes/ }).click()
      const count = page.locator('.count-line')
      expect(await count.textContent()).toContain(`${results.length} episodes`)
      await page.locator('#search').fill('outcome:unscored')
      await page.getByText(`${unscored} of ${results.length} episodes`).waitFor()
      await page.locator('#search').fill('outcome:success')
      await page.getByText(`${success.successes} of ${results.length} episodes`).waitFor()
    })
  })

  test('takes nothing that an agent, an env or a task wrote for more than text', async () => {
    const out = join(await scratch(), 'run')
    await play(out, { episodes: 12, word: HOSTILE, broken: 0.3 })
    const url = await pageOf(out)

    await visit(url, async (page) => {
      const views = [
        '',
        '#/episodes',
        '#/episodes?q=%22onerror%22',
        `#/episodes?q=${encodeURIComponent(HOSTILE)}`,
      ]
      for (const view of views) {
        await page.goto(url + view)
        await page.waitForTimeout(150)
      }
      await page.goto(`${url}#/episodes`)
      const shows = { success: page.locator('.turn'), unscored: page.getByText('Cannot start: ') }
      for (const [outcome, sign] of Object.entries(shows)) {
        await page.locator('#search').fill(`outcome:${outcome}`)
        await page.locator('.list-row a').first().click()
        await sign.first().waitFor()
        await page.keyboard.press('o')
        await page.waitForTimeout(200)
        expect(await page.locator('#page').textContent()).toContain('<img src=x onerror=')
        await page.goto(`${url}#/episodes`)
      }
      expect(await page.evaluate('window.hacked')).toBeUndefined()
      expect(
        await page
          .locator('#page script, #page iframe, #page object, #page [onerror], #page [onload]')
          .count(),
      ).toBe(0)
      expect(await page.locator('#page a[href^="javascript"]').count()).toBe(0)
    })
  })

  test('a policy in the page itself keeps scripts out that we would have let in', async () => {
    const out = join(await scratch(), 'run')
    await play(out, { episodes: 1 })

    const { page } = await browser.page()
    await page.goto(await pageOf(out))
    await page.evaluate(
      `document.body.insertAdjacentHTML('beforeend', '<img src=x onerror="window.hacked=1">')`,
    )
    await page.evaluate(
      `{ const s = document.createElement('script'); s.textContent = 'window.hacked = 2'; document.body.append(s) }`,
    )
    await page.waitForTimeout(100)

    expect(await page.evaluate('window.hacked')).toBeUndefined()
    await page.close()
  })

  test('an episode is shown from its task to what it left, and copied as it was stored', async () => {
    const out = join(await scratch(), 'run')
    await play(out, { episodes: 6 })
    const line = (await readFile(join(out, 'trajectories.jsonl'), 'utf8'))
      .split('\n')
      .find((text) => text.includes('"id":"e000002"'))
    const stored = JSON.parse(line ?? '') as Trajectory
    const url = await pageOf(out)

    await visit(url, async (page) => {
      await page.goto(`${url}#/episodes`)
      await page.locator('.list-row a', { hasText: 'e000002' }).click()
      const main = page.getByRole('main')
      await page.locator('.turn').first().waitFor()

      expect(await page.locator('.turn').count()).toBe(stored.turns.length)
      for (const { action, observation } of stored.turns) {
        expect(await main.textContent()).toContain(String(action))
        expect(await main.textContent()).toContain(String(observation).split('\n').at(-1))
      }
      expect(await main.textContent()).toContain('I think plain')
      const backgrounds = (await page.evaluate(`['removed', 'added', 'kept'].map(
        (kind) => getComputedStyle(document.querySelector('.diff tr.' + kind)).backgroundColor,
      )`)) as string[]
      expect(new Set(backgrounds).size).toBe(3)
      expect(await page.locator('main img').count()).toBe(1)

      await page.getByRole('button', { name: 'Copy JSON' }).click()
      await page.getByText(/^Copied/).waitFor()
      const copied = (await page.evaluate('navigator.clipboard.readText()')) as string
      expect(JSON.parse(copied)).toEqual(stored)
    })
  })

  test('an address that changes as soon as there is a page is followed', async () => {
    const out = join(await scratch(), 'run')
    await play(out, { episodes: 6 })
    const url = await pageOf(out)

    const { page } = await browser.page()
    await page.addInitScript(`new MutationObserver((_, observer) => {
      if (document.querySelector('#main') === null) return
      observer.disconnect()
      location.hash = '#/episodes'
    }).observe(document, { childList: true, subtree: true })`)
    await page.goto(url)

    await page.locator('.list-row a', { hasText: 'e000002' }).waitFor({ timeout: 10_000 })
    await page.close()
  })

  test('the list filters, sorts and searches, and its address brings it back', async () => {
    const out = join(await scratch(), 'run')
    const { results } = await play(out, { episodes: 30 })
    const url = await pageOf(out)

    await visit(`${url}#/episodes`, async (page) => {
      const search = page.locator('#search')
      const ids = () => page.locator('.list-row a').allInnerTexts()
      await page.locator('.list-row').first().waitFor()
      await page.getByRole('columnheader', { name: /Turns/ }).getByRole('button').click()
      await page.waitForURL(/sort=/)
      const longest = Math.max(...results.map(({ turns }) => turns))
      const atTop = page.locator('.list-row').first()
      expect(await atTop.locator('td').allTextContents()).toContain(String(longest))

      await search.fill('turns>=3 signal.solved=true')
      const wanted = results.filter((r) => r.turns >= 3 && r.success)
      await page.getByText(`${wanted.length} of 30 episodes`).waitFor()

      await search.fill('"needle-4-3"')
      const four = results.filter((r) => r.turns === 4).map(({ id }) => id)
      await page.getByText(`${four.length} of 30 episodes`).waitFor()
      expect((await ids()).toSorted()).toEqual(four.toSorted())

      await search.fill('turn>3')
      await page.locator('#search-problems p').waitFor()
      expect(await page.locator('#search-problems').textContent()).toMatch(/turns/)

      await search.fill('difficulty:2')
      await page.getByText(/^\d+ of 30 episodes/).waitFor()
      const address = page.url()
      const before = await ids()
      await page.locator('.list-row a').first().click()
      await page.locator('.turn').first().waitFor()
      await page.goBack()
      await page.locator('.list-row').first().waitFor()
      expect(await ids()).toEqual(before)
      await page.goto('about:blank')
      await page.goto(address)
      await page.locator('.list-row').first().waitFor()
      expect(await ids()).toEqual(before)
    })
  })

  test('everything is reached with the keyboard', async () => {
    const out = join(await scratch(), 'run')
    await play(out, { episodes: 10 })
    const url = await pageOf(out)

    await visit(`${url}#/episodes`, async (page) => {
      await page.locator('.list-row').first().waitFor()
      const press = (key: string) => page.keyboard.press(key)
      // Each key once what the one before set off is there: a row is focused at a frame.
      for (const id of ['e000000', 'e000001']) {
        await press('j')
        await page.locator('.list-row a:focus', { hasText: id }).waitFor()
      }
      await press('Enter')
      await page.locator('.turn').first().waitFor()
      expect(page.url()).toContain('e000001')
      for (const [key, id] of [
        ['n', /e000002/],
        ['p', /e000001/],
        ['p', /e000000/],
      ] as const) {
        await press(key)
        await page.waitForURL(id)
        await page.locator('.turn').first().waitFor()
      }
      await press(']')
      await page.waitForURL(/turn=/)
      await press('?')
      await page.getByRole('dialog').waitFor()
      await press('Escape')
      await page.getByRole('dialog').waitFor({ state: 'hidden' })
      await press('u')
      await page.locator('.list-row').first().waitFor()
      await press('/')
      await page.locator('#search:focus').waitFor()
    })
  })

  test.each(['light', 'dark'] as const)(
    'in the %s theme every kind of run opens, on a phone too',
    async (theme) => {
      const folder = await scratch()
      const kinds = {
        empty: (out: string) => emptyRun(out),
        one: (out: string) => play(out, { episodes: 1 }),
        failures: (out: string) => play(out, { episodes: 8, mayWin: false }),
        unscored: (out: string) => play(out, { episodes: 8, broken: 1 }),
        some: (out: string) => play(out, { episodes: 12, broken: 0.3 }),
      }
      for (const [name, make] of Object.entries(kinds)) {
        const out = join(folder, name)
        await make(out)
        const url = await pageOf(out)
        for (const width of [1280, 390]) {
          await visit(
            url,
            async (page) => {
              const background = (await page.evaluate(
                `getComputedStyle(document.documentElement).backgroundColor`,
              )) as string
              const [red = 0] = /\d+/.exec(background)?.map(Number) ?? []
              expect(red < 128, `${name} ${background}`).toBe(theme === 'dark')
              for (const view of ['', '#/episodes']) {
                await page.goto(url + view)
                await page.waitForTimeout(100)
                const overflow = await page.evaluate(
                  'document.documentElement.scrollWidth - document.documentElement.clientWidth',
                )
                expect(overflow, `${name} ${width} ${view}`).toBeLessThanOrEqual(0)
                const text = await page.locator('#page').textContent()
                expect(text, `${name} ${view}`).not.toMatch(/NaN|undefined|Infinity|\[object/)
              }
            },
            { width, dark: theme === 'dark' },
          )
        }
      }
    },
  )

  test('several runs are compared, paired where they share seeds', async () => {
    const folder = await scratch()
    const a = join(folder, 'before')
    const b = join(folder, 'after')
    await play(a, { episodes: 24, mayWin: false })
    await play(b, { episodes: 24 })

    await visit(await pageOf(a, b), async (page) => {
      const panel = page.locator('section', {
        has: page.getByRole('heading', { name: /Comparison/ }),
      })
      expect(await panel.textContent()).toContain('12 pairs')
      await panel.locator('svg').first().waitFor()
    })
  })

  test('a torn folder opens, and says first what is missing', async () => {
    const out = join(await scratch(), 'run')
    await play(out, { episodes: 6 })
    const path = join(out, 'trajectories.jsonl')
    await writeFile(path, (await readFile(path)).subarray(0, -40))

    await visit(await pageOf(out), async (page) => {
      await page.getByText('The last line of trajectories.jsonl is torn').first().waitFor()
      expect(await figure(page, 'Episodes')).toBe('5')
    })
  })

  test('a served page follows the run, and stays where its reader is', async () => {
    const out = join(await scratch(), 'run')
    await play(out, { episodes: 20 })
    const path = join(out, 'trajectories.jsonl')
    const lines = (await readFile(path, 'utf8')).trimEnd().split('\n')
    await writeFile(path, `${lines.slice(0, 5).join('\n')}\n`)
    await using server = await serveReport([out], { port: 0, pollMs: 50 })

    await visit(`${server.url}#/episodes`, async (page) => {
      await page.getByText('5 episodes').first().waitFor()
      await page.locator('#search').fill('turns>0')
      await appendFile(path, `${lines.slice(5).join('\n')}\n`)
      await page.getByText('20 episodes').first().waitFor({ timeout: 15_000 })

      expect(await page.locator('#search').inputValue()).toBe('turns>0')
      await page.locator('.list-row a').first().click()
      await page.locator('.turn').first().waitFor()
    })
  })

  test('prints the overview and a transcript without what is only for screens', async () => {
    const out = join(await scratch(), 'run')
    await play(out, { episodes: 4 })
    const url = await pageOf(out)

    await visit(url, async (page) => {
      const views = { '': 'dl.stats', '#/episode/run/e000000': '.turn' }
      for (const [view, content] of Object.entries(views)) {
        await page.goto(url + view)
        await page.locator(content).first().waitFor()
        await page.emulateMedia({ media: 'print' })
        expect((await page.pdf()).length).toBeGreaterThan(5000)
        expect(await page.getByRole('button', { name: /theme/i }).isVisible()).toBe(false)
        await page.emulateMedia({ media: 'screen' })
      }
    })
  })

  test('of thousands of episodes only those in view are in the document', async () => {
    const out = join(await scratch(), 'run')
    const { results } = await play(out, { episodes: 3000 })

    await visit(`${await pageOf(out)}#/episodes`, async (page) => {
      await page.locator('.list-row').first().waitFor()
      expect(await page.locator('.list-row').count()).toBeLessThan(80)
      await page.keyboard.press('End')
      await page.locator('.list-row', { hasText: results.at(-1)?.id ?? '' }).waitFor()
      expect(await page.locator('.list-row').count()).toBeLessThan(80)
    })
  })
})
