import { mkdtemp, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { findMiniWob, listMiniWob } from './folder.ts'
import type { Report } from './harness.ts'
import { serveMiniWob } from './serve.ts'

const fixtures = fileURLToPath(new URL('fixtures', import.meta.url))

test('finds the html folder from the repository, from itself and from a folder below', async () => {
  const found = await Promise.all(
    ['', 'html', 'html/miniwob'].map((below) => findMiniWob(join(fixtures, below))),
  )

  expect(new Set(found.map(({ root }) => root))).toEqual(new Set([join(fixtures, 'html')]))
})

test('lists every page as a task, or the one that is asked for', async () => {
  const folder = await findMiniWob(fixtures)

  const [all, one] = [await listMiniWob(folder, undefined), await listMiniWob(folder, 'tick-some')]

  expect(all.map(({ id }) => id)).toContain('press-named')
  expect(new Set(all.map(({ hash }) => hash)).size).toBe(all.length)
  expect(one.map(({ id }) => id)).toEqual(['tick-some'])
})

test('says what is wrong with a folder or a task in one line', async () => {
  const folder = await findMiniWob(fixtures)

  await expect(findMiniWob(undefined)).rejects.toThrow(/pass --miniwob <folder>\)$/)
  await expect(findMiniWob('/no/such/folder')).rejects.toThrow(
    'Cannot read MiniWoB++ from /no/such/folder: no such file or folder (check the path)',
  )
  await expect(findMiniWob(tmpdir())).rejects.toThrow('there is no core/core.js in it')
  await expect(listMiniWob(folder, 'tick-som')).rejects.toThrow(/no such page .*tick-some/)
})

function serving(root: string, page = 'miniwob/press-named.html') {
  const reports: Report[] = []
  const tampering: string[] = []
  const host = serveMiniWob({
    ...{ root, page, secret: 'secret' },
    onReport: (report) => reports.push(report),
    onTampering: (what) => tampering.push(what),
  })
  const get = async (path: string, init?: RequestInit) =>
    host.fetch(new Request(`http://miniwob.test${path}`, init))
  return { get, reports, tampering }
}

test('serves files of the folder with their types, and the page of no other task', async () => {
  const { get } = serving(join(fixtures, 'html'))

  const script = await get('/core/core.js')

  expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
  expect(await script.text()).toContain('WOB_RAW_REWARD_GLOBAL')
  expect((await get('/miniwob/press-named.html')).status).toBe(200)
  expect((await get('/miniwob/tick-some.html')).status).toBe(404)
  expect((await get('/core/core.js', { method: 'PUT' })).status).toBe(405)
})

test('serves nothing outside the folder, neither by dots nor by a symbolic link', async () => {
  const root = await mkdtemp(join(tmpdir(), 'miniwob-'))
  await writeFile(join(root, 'inside.txt'), 'inside')
  await symlink('/etc/hostname', join(root, 'link.txt'))
  const { get } = serving(root)

  const statuses = await Promise.all(
    ['/inside.txt', '/link.txt', '/%2e%2e/etc/hostname', '/..%2fetc%2fhostname', '/%00', '/%'].map(
      async (path) => (await get(path)).status,
    ),
  )

  expect(statuses).toEqual([200, 404, 404, 404, 404, 404])
})

test('takes reports of its harness alone', async () => {
  const { get, reports, tampering } = serving(join(fixtures, 'html'))
  const post = (body: string) => get('/palaestra-report', { method: 'POST', body })

  await post('{"secret":"secret","kind":"started","goal":"Go"}')
  const forged = await post('{"secret":"other","kind":"ended","raw":1}')
  await post('null')
  await get('/palaestra-report?raw=1')

  expect(forged.status).toBe(403)
  expect(reports).toMatchObject([{ kind: 'started', goal: 'Go' }])
  expect(tampering).toEqual(['forged-report', 'forged-report', 'forged-report'])
})
