import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Hono } from 'hono'
import { expect, onTestFinished, test } from 'vitest'
import { type Agent, decide, defineEnv, text } from '../../../core/index.ts'
import {
  blockOutside,
  exemptFromBlock,
  openCassette,
  record,
  replay,
} from '../../../fixtures/index.ts'
import { solved } from '../../../rewards/index.ts'
import { describeWith } from '../../../test/describe-with.ts'
import { findBrowser } from '../browser/find-browser.ts'
import { loadPlaywright } from '../browser/load-playwright.ts'
import type { Site, SiteSocket } from '../site/site.ts'
import { openGateway } from './open-gateway.ts'

const SESSION = 'kq83-session-of-one-1f9c'

describeWith('chromium', 'an episode in a browser', () => {
  test('replays with its servers down and the outside blocked, and leaves no secret', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'palaestra-browser-'))
    onTestFinished(() => rm(folder, { recursive: true, force: true }))
    const path = join(folder, 'cart.jsonl')
    const world = { site: openCart() }
    const env = cartEnv(world)
    const warnings: string[] = []

    const agent = saying('apple', 'pear')
    const onWarning = (warning: string) => warnings.push(warning)
    const live = await record(path, { env, agent, onWarning })
    world.site = { 'cart.test': { fetch: down, socket: down } }
    const undo = blockOutside()
    const again = await replay(await openCassette(path), { env, agent }).finally(undo)
    const other = replay(await openCassette(path), { env, agent: saying('apple', 'plum') })

    expect(live.turns.map(({ observation }) => observation)).toEqual([
      ...['apple | pushed 1', 'apple,pear | pushed 2'],
    ])
    expect(again.trajectory.turns.map(({ observation }) => observation)).toEqual(
      live.turns.map(({ observation }) => observation),
    )
    expect([again.unused, warnings]).toEqual([[], []])
    await expect(other).rejects.toThrow(/turn 1.*browser POST http:\/\/cart\.test\/.*plum/)
    const files = await readdir(folder, { recursive: true, withFileTypes: true })
    for (const file of files.filter((file) => file.isFile())) {
      expect(await readFile(join(file.parentPath, file.name), 'utf8')).not.toContain(SESSION)
    }
  })
})

const down = (): never => {
  throw new Error('the server is down')
}

/** A cart of its session, which tells open pages of what is put in. */
function openCart(): Site {
  const items: string[] = []
  const sockets: SiteSocket[] = []
  const app = new Hono()
  app.get('/', ({ html, header }) => {
    header('set-cookie', `sid=${SESSION}; Path=/`)
    return html(`<form method="post" target="sink"><input name="item"><button>Add</button></form>
      <iframe name="sink"></iframe><p></p><script>
        const show = async (said) => {
          const list = await (await fetch('/list')).text()
          document.querySelector('p').textContent = list + ' | ' + said
        }
        const socket = new WebSocket('ws://cart.test/push')
        socket.onopen = () => { document.querySelector('p').textContent = 'open' }
        socket.onmessage = ({ data }) => show(data)
      </script>`)
  })
  app.post('/', async ({ req, body }) => {
    if (!req.header('cookie')?.includes(SESSION)) return body('no session', 403)
    items.push(String((await req.parseBody())['item']))
    for (const socket of sockets) socket.send(`pushed ${items.length}`)
    return body('added')
  })
  app.get('/list', ({ text }) => text(items.join()))
  return { 'cart.test': { fetch: app.fetch, socket: (socket) => void sockets.push(socket) } }
}

const cartEnv = (world: { readonly site: Site }) =>
  defineEnv({
    id: 'test/Cart-v0',
    state: 'resource',
    observationSpace: text(),
    actionSpace: text(),
    rewards: { sparse: solved() },
    maxEpisodeSteps: 2,
    async reset() {
      const { chromium } = await loadPlaywright()
      const browser = await exemptFromBlock(() =>
        chromium.launch({
          executablePath: findBrowser(),
          args: ['--no-sandbox', '--disable-dev-shm-usage'],
        }),
      )
      const gateway = await openGateway()
      gateway.serve({ site: world.site, liveHosts: [] })
      const proxy = { server: gateway.server, bypass: '<-loopback>' }
      const page = await (await browser.newContext({ proxy })).newPage()
      await page.goto('http://cart.test/')
      await page.locator('p', { hasText: 'open' }).waitFor()
      const state = { browser, gateway, page, count: 0 }
      return { state, observation: 'Put in what?', signals: { solved: false } }
    },
    async step(state, item) {
      state.count++
      await state.page.fill('input', item)
      const [answer] = await Promise.all([
        state.page.waitForResponse((response) => response.request().method() === 'POST'),
        state.page.click('button'),
      ])
      if (!answer.ok()) throw new Error('it was not added')
      const shown = state.page.locator('p', { hasText: `pushed ${state.count}` })
      const observation = (await shown.textContent()) ?? ''
      return { observation, signals: { solved: state.count === 2 }, terminated: state.count === 2 }
    },
    async close({ browser, gateway }) {
      await browser.close()
      await gateway.close()
    },
  })

const saying = (...items: readonly string[]): Agent<string, string> => ({
  name: 'saying',
  async begin() {
    const left = [...items]
    return { act: async () => decide(left.shift() ?? 'nothing') }
  },
})
