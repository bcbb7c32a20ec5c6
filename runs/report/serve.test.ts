import { appendFile, mkdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { messageOf } from '../../core/index.ts'
import { runWins, scratchFolder } from '../wins.suite.ts'
import type { LiveState } from './live-state.ts'
import { serveReport } from './serve.ts'

async function serve(dirs: readonly string[], errors?: string[]) {
  const server = await serveReport(dirs, {
    port: 0,
    pollMs: 10,
    onError: (error) => {
      if (!errors) throw error
      errors.push(messageOf(error))
    },
  })
  onTestFinished(() => server.close())
  const get = (path: string) => fetch(new URL(path, server.url))
  const state = async () => (await (await get('/state')).json()) as LiveState
  const count = async () =>
    ((await (await get('/data.json')).json()) as { episodes: unknown[] }).episodes.length
  return { ...server, get, state, count }
}

async function linesOf(path: string): Promise<string[]> {
  return (await readFile(path, 'utf8')).split(/(?<=\n)/)
}

test('serves the page, its data and every transcript', async () => {
  const { dir, summary, results } = await runWins({ episodes: 5 })
  const { get } = await serve([dir])

  const page = await get('/')
  const data = (await (await get('/data.json')).json()) as {
    episodes: { id: string; success: boolean }[]
  }
  const episode = await (await get('/episode/0/e000003')).json()

  expect(page.headers.get('content-type')).toContain('text/html')
  expect(await page.text()).toContain('<html lang="en" data-live>')
  expect(data.episodes.map(({ id }) => id)).toEqual(results.map(({ id }) => id))
  expect(data.episodes.filter(({ success }) => success)).toHaveLength(summary.success.successes)
  expect(episode).toMatchObject({ id: 'e000003', env: { id: 'test/Wins-v0' } })
  for (const path of ['/episode/0/e9', '/episode/1/e000003', '/episode/x/e000003', '/nothing']) {
    expect((await get(path)).status, path).toBe(404)
  }
})

test('says that there is more when a run has gone on, and only then', async () => {
  const { dir } = await runWins({ episodes: 6 })
  const path = join(dir, 'trajectories.jsonl')
  const lines = await linesOf(path)
  await writeFile(path, lines.slice(0, 2).join(''))
  const { get, state, count } = await serve([dir])
  const first = await state()

  expect(await count()).toBe(2)
  expect((await get('/data.json')).headers.get('etag')).toBe(first.revision)
  await sleep(100)
  expect(await state()).toEqual(first)
  await appendFile(path, lines.slice(2).join(''))
  await expect.poll(async () => (await state()).revision).not.toBe(first.revision)
  expect(await count()).toBe(6)
})

test('a server that was started anew has other revisions', async () => {
  const { dir } = await runWins({ episodes: 1 })
  const [before, after] = [await serve([dir]), await serve([dir])]

  expect((await before.state()).revision).not.toBe((await after.state()).revision)
})

test('goes on after a run could not be read for a while, and says why once', async () => {
  const runs = await Promise.all([runWins({ episodes: 4 }), runWins({ episodes: 1 })])
  const path = join(runs[0].dir, 'trajectories.jsonl')
  const errors: string[] = []
  const { state, count } = await serve(
    runs.map(({ dir }) => dir),
    errors,
  )
  const lines = await linesOf(path)

  await rename(path, `${path}.away`)
  await mkdir(path)
  await expect.poll(async () => (await state()).problems).toHaveLength(1)
  await sleep(100)
  expect(errors).toEqual([expect.stringMatching(/^Cannot read .*: it is a folder/)])
  expect((await state()).problems).toEqual(errors)
  expect(await count()).toBe(5)
  await rm(path, { recursive: true })
  await writeFile(path, lines.slice(0, 3).join(''))

  await expect.poll(count).toBe(4)
  expect((await state()).problems).toEqual([])
  await appendFile(path, lines.slice(3).join(''))
  await expect.poll(count).toBe(5)
  expect(errors).toHaveLength(1)
})

test('of a run whose folder is gone it shows what it has, and says what it has not', async () => {
  const { dir } = await runWins({ episodes: 3 })
  const errors: string[] = []
  const { get, state, count } = await serve([dir], errors)
  const { revision } = await state()

  await rename(dir, `${dir}.away`)
  const answer = await get('/episode/0/e000001')
  expect([answer.status, await answer.text()]).toEqual([
    410,
    `The folder ${dir} is gone: its transcripts cannot be read.`,
  ])
  expect((await get('/search?q=win')).status).toBe(410)
  await expect
    .poll(async () => (await state()).problems)
    .toEqual([`The folder ${dir} is gone: what was last seen of it is shown.`])
  expect(await count()).toBe(3)
  await rename(`${dir}.away`, dir)

  await expect.poll(async () => (await state()).problems).toEqual([])
  expect((await state()).revision).not.toBe(revision)
  expect((await get('/episode/0/e000001')).status).toBe(200)
})

test('a transcript is gone with its file alone, too', async () => {
  const { dir } = await runWins({ episodes: 1 })
  const { get } = await serve([dir])

  await rm(join(dir, 'trajectories.jsonl'))
  const answer = await get('/episode/0/e000000')

  expect(answer.status).toBe(410)
  expect(await answer.text()).toMatch(/^The file .*trajectories\.jsonl is gone: /)
})

test('searches all runs as it goes', async () => {
  const runs = await Promise.all([runWins({ episodes: 3 }), runWins({ episodes: 2 })])
  const { get } = await serve(runs.map(({ dir }) => dir))

  const lines = (await (await get('/search?q=WIN%3F')).text()).trimEnd().split('\n')
  const parts = lines.map((line) => JSON.parse(line) as { found: { run: number }[]; share: number })

  expect(parts.flatMap(({ found }) => found.map(({ run }) => run))).toEqual([0, 0, 0, 1, 1])
  expect(parts.at(-1)?.share).toBe(1)
})

test('gives images of the folder of the run, and nothing else from the disk', async () => {
  const { dir } = await runWins({ episodes: 1 })
  const outside = join(await scratchFolder(), 'other.png')
  await writeFile(outside, 'not yours')
  await mkdir(join(dir, 'files'))
  await writeFile(join(dir, 'files/shot.png'), 'pixels')
  await symlink(outside, join(dir, 'files/link.png'))
  const { get } = await serve([dir])

  const image = await get('/files/0/files/shot.png')

  expect([image.headers.get('content-type'), await image.text()]).toEqual(['image/png', 'pixels'])
  for (const path of [
    'run.json',
    'files/link.png',
    'files/none.png',
    '..%2F..%2Fother.png',
    '%2e%2e/%2e%2e/etc/passwd',
  ]) {
    expect((await get(`/files/0/${path}`)).status, path).toBe(404)
  }
})

test('answers only to the names of this machine', async () => {
  const { dir } = await runWins({ episodes: 1 })
  const { url } = await serve([dir])
  const statusFor = (host: string) =>
    new Promise<number | undefined>((resolve, reject) => {
      request(new URL('/data.json', url), { headers: { host } }, (response) => {
        response.resume()
        resolve(response.statusCode)
      })
        .on('error', reject)
        .end()
    })

  expect(await statusFor('localhost:4747')).toBe(200)
  expect(await statusFor('evil.example:4747')).toBe(403)
})

test('a port that is taken is said in one line, and closing twice is fine', async () => {
  const { dir } = await runWins({ episodes: 1 })
  const { url, close } = await serve([dir])

  await expect(serveReport([dir], { port: Number(new URL(url).port) })).rejects.toThrow(
    expect.objectContaining({
      name: 'ConfigError',
      message: expect.stringMatching(/^Cannot serve the report on port \d+: it is taken/),
    }),
  )
  await close()
  await close()
  await expect(fetch(url)).rejects.toThrow()
})
