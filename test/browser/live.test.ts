import { appendFile, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { serveReport } from '../../runs/index.ts'
import { describeWith } from '../describe-with.ts'
import { type OpenBrowser, openBrowser } from './open-browser.ts'
import { pageOf, play, scratch } from './runs.suite.ts'

const patience = { timeout: 20_000 }

describeWith('chromium', 'the page of a run that goes on', () => {
  let browser: OpenBrowser
  beforeAll(async () => {
    browser = await openBrowser()
  })
  afterAll(() => browser.close())

  /** A run of which only some episodes are stored yet, and what stores the others. */
  async function halfOf(episodes: number, stored: number) {
    const out = join(await scratch(), 'run')
    await play(out, { episodes })
    const path = join(out, 'trajectories.jsonl')
    const lines = (await readFile(path, 'utf8')).split(/(?<=\n)/)
    await writeFile(path, lines.slice(0, stored).join(''))
    return { out, path, goOn: () => appendFile(path, lines.slice(stored).join('')) }
  }

  const badge = (page: Page) => page.locator('.connection')

  test('ten tabs follow it at once, and each still gets what it asks for', async () => {
    const { out, goOn } = await halfOf(8, 3)
    await using server = await serveReport([out], { port: 0, pollMs: 50 })

    const tabs = await Promise.all(Array.from({ length: 10 }, () => browser.page()))
    try {
      for (const { page } of tabs) {
        await page.goto(`${server.url}#/episodes`)
        await page.getByText('3 episodes').first().waitFor(patience)
      }
      await goOn()
      await Promise.all(
        tabs.map(({ page }) => page.getByText('8 episodes').first().waitFor(patience)),
      )
      for (const { page, unwanted } of tabs) {
        await page.bringToFront()
        await page.locator('.list-row a').last().click()
        await page.locator('.turn').first().waitFor(patience)
        await expect.poll(() => badge(page).textContent()).toBe('Live')
        expect(unwanted).toEqual([])
      }
    } finally {
      await Promise.all(tabs.map(({ page }) => page.close()))
    }
  })

  test('a hidden tab asks for nothing, and shows the newest when it is seen again', async () => {
    const { out, goOn } = await halfOf(8, 3)
    await using server = await serveReport([out], { port: 0, pollMs: 50 })
    const { page } = await browser.page()
    const show = (state: 'hidden' | 'visible') =>
      page.evaluate(`
        Object.defineProperty(document, 'visibilityState', { value: '${state}', configurable: true })
        document.dispatchEvent(new Event('visibilitychange'))
      `)
    await page.goto(`${server.url}#/episodes`)
    await page.getByText('3 episodes').first().waitFor(patience)

    await show('hidden')
    await page.waitForTimeout(1500)
    const asked: string[] = []
    page.on('request', (request) => asked.push(request.url()))
    await goOn()
    await page.waitForTimeout(3000)
    expect(asked).toEqual([])
    await show('visible')

    await page.getByText('8 episodes').first().waitFor(patience)
    await page.close()
  })

  test('says so while the run cannot be read, and that it is live again', async () => {
    const { out, path, goOn } = await halfOf(8, 3)
    await using server = await serveReport([out], { port: 0, pollMs: 50 })
    const { page, unwanted } = await browser.page()
    await page.goto(`${server.url}#/episodes`)
    await page.getByText('3 episodes').first().waitFor(patience)

    await rename(path, `${path}.away`)
    await mkdir(path)
    const note = page.getByRole('alert').filter({ hasText: 'it is a folder' })
    await note.waitFor(patience)
    await expect.poll(() => badge(page).textContent()).toMatch(/^Not following/)
    expect(await page.locator('.list-row').count()).toBe(3)
    await rm(path, { recursive: true })
    await rename(`${path}.away`, path)
    await note.waitFor({ state: 'detached', ...patience })
    await expect.poll(() => badge(page).textContent()).toBe('Live')
    await goOn()

    await page.getByText('8 episodes').first().waitFor(patience)
    expect(unwanted).toEqual([])
    await page.close()
  })

  test('of a folder that is gone a transcript says so', async () => {
    const { out } = await halfOf(4, 4)
    await using server = await serveReport([out], { port: 0, pollMs: 50 })
    const { page } = await browser.page()
    await page.goto(`${server.url}#/episodes`)
    await page.locator('.list-row').first().waitFor(patience)

    await rename(out, `${out}.away`)
    await page.locator('.list-row a').first().click()
    await page.getByText(`The folder ${out} is gone: its transcripts cannot be read.`).waitFor()
    await page.getByText(`The folder ${out} is gone: what was last seen of it is shown.`).waitFor()
    await rename(`${out}.away`, out)

    await page.locator('.turn').first().waitFor(patience)
    await page.close()
  })

  test('says when its server is gone, and follows the next one on that port', async () => {
    const { out, goOn } = await halfOf(8, 3)
    const first = await serveReport([out], { port: 0, pollMs: 50 })
    const { page } = await browser.page()
    await page.goto(`${first.url}#/episodes`)
    await page.getByText('3 episodes').first().waitFor(patience)

    await first.close()
    await page.getByText('Server gone').waitFor(patience)
    await goOn()
    await using second = await serveReport([out], { port: Number(new URL(first.url).port) })

    expect(second.url).toBe(first.url)
    await page.getByText('8 episodes').first().waitFor(patience)
    await expect.poll(() => badge(page).textContent()).toBe('Live')
    await page.close()
  })
})

describeWith('chromium', 'a plot that is copied as SVG', () => {
  let browser: OpenBrowser
  beforeAll(async () => {
    browser = await openBrowser()
  })
  afterAll(() => browser.close())

  test.each(['light', 'dark'] as const)('is drawn elsewhere as in the %s page', async (theme) => {
    const out = join(await scratch(), 'run')
    await play(out, { episodes: 12, word: 'var(--page) <&">' })
    const { page } = await browser.page({ dark: theme === 'dark' })
    await page.goto(await pageOf(out))
    const figures = page.locator('figure:has(.plot svg)')
    await figures.first().waitFor(patience)

    const count = await figures.count()
    expect(count).toBeGreaterThan(3)
    for (let i = 0; i < count; i++) {
      await page.evaluate('navigator.clipboard.writeText("")')
      await figures.nth(i).getByRole('button', { name: 'Copy SVG' }).click()
      await expect.poll(() => page.evaluate('navigator.clipboard.readText()')).toContain('<svg')
      const svg = String(await page.evaluate('navigator.clipboard.readText()'))
      const { markup, size, drawn, isParsed, shown } = (await page.evaluate(`(async () => {
        const svg = ${JSON.stringify(svg)}
        const { documentElement: root } = new DOMParser().parseFromString(svg, 'image/svg+xml')
        const image = new Image()
        image.src = 'data:image/svg+xml,' + encodeURIComponent(svg)
        await image.decode()
        const canvas = new OffscreenCanvas(image.width, image.height).getContext('2d')
        canvas.drawImage(image, 0, 0)
        const { data } = canvas.getImageData(0, 0, image.width, image.height)
        const colours = new Set()
        for (let at = 0; at < data.length; at += 4) {
          if (data[at + 3] === 255) colours.add('rgb(' + data.slice(at, at + 3).join(', ') + ')')
        }
        const plot = document.querySelectorAll('figure .plot svg')[${i}]
        const fills = [...plot.querySelectorAll('[fill^="var("], [stroke^="var("]')]
          .filter((mark) => mark.checkVisibility() && mark.closest('.role-mark'))
          .flatMap((mark) => ['fill', 'stroke'].map((name) => mark.getAttribute(name)?.startsWith('var(')
            ? getComputedStyle(mark)[name] : null))
          .filter((colour) => colour !== null)
        return {
          isParsed: root.nodeName === 'svg',
          markup: [...root.querySelectorAll('*'), root]
            .flatMap((e) => [...e.attributes])
            .filter(({ name }) => !name.startsWith('aria-'))
            .map(({ name, value }) => name + '=' + value),
          size: [image.width, image.height],
          drawn: [...colours],
          shown: [...new Set(fills)],
        }
      })()`)) as Record<'markup' | 'drawn' | 'shown', string[]> & {
        size: [number, number]
        isParsed: boolean
      }

      expect(isParsed).toBe(true)
      const [, width, height] = /viewBox="0 0 (\S+) (\S+)"/.exec(svg) ?? []
      expect(markup).toContain(`width=${width}`)
      expect(markup).toContain(`height=${height}`)
      expect(size).toEqual([Math.round(Number(width)), Math.round(Number(height))])
      expect(markup.filter((text) => /var\(|light-dark|inherit/.test(text))).toEqual([])
      expect(markup).toContain('font-family=system-ui, sans-serif')
      expect(drawn.length).toBeGreaterThan(1)
      expect(shown.filter((colour) => drawn.includes(colour))).not.toEqual([])
    }
    await page.close()
  })
})
