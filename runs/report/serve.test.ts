import { appendFile, mkdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { runWins, scratchFolder } from '../wins.suite.ts'
import { serveReport } from './serve.ts'

async function serve(dirs: readonly string[]) {
  const server = await serveReport(dirs, {
    port: 0,
    pollMs: 10,
    onError: (error) => {
      throw error
    },
  })
  onTestFinished(() => server.close())
  return { ...server, get: (path: string) => fetch(new URL(path, server.url)) }
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

test('tells the page when a run has gone on', async () => {
  const { dir } = await runWins({ episodes: 6 })
  const path = join(dir, 'trajectories.jsonl')
  const lines = (await readFile(path, 'utf8')).trimEnd().split('\n')
  await writeFile(path, `${lines.slice(0, 2).join('\n')}\n`)
  const { get } = await serve([dir])
  const count = async () =>
    ((await (await get('/data.json')).json()) as { episodes: unknown[] }).episodes.length
  const events = (await get('/events')).body?.getReader()

  expect(await count()).toBe(2)
  await appendFile(path, `${lines.slice(2).join('\n')}\n`)
  const told = new TextDecoder().decode((await events?.read())?.value)

  expect(told).toContain('event: change')
  expect(await count()).toBe(6)
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
