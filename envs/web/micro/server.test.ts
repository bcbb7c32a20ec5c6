import { expect, test } from 'vitest'
import { createRng } from '../../../core/index.ts'
import { microTaskOf } from './instances.ts'
import { judgeMicro } from './judge.ts'
import type { Fields } from './kind.ts'
import { microKinds } from './kinds.ts'
import { createMicroServer } from './server.ts'
import { visit } from './visitor.suite.ts'

function open(id: string) {
  const task = microTaskOf(id)
  const server = createMicroServer(task, createRng(1))
  return { task, server, judge: (answer: string | null = null) => judgeMicro(task, server, answer) }
}

/** Of tasks whose judgement is more than a comparison. */
const special: Readonly<Record<string, Fields | undefined>> = {
  'canvas-draw': {},
  'canvas-target': {},
  'file-download': {},
}
const compared = microKinds.filter(({ kind }) => !special[kind] && kind !== 'table-sum')
const ids = compared.flatMap(({ kind }) => [0, 1, 2].map((index) => `${kind}/${index}`))

test.each(ids)('%s: sending what was asked for solves it, once', async (id) => {
  const { task, server, judge } = open(id)
  const page = await visit(server)

  const before = judge('done')
  await page.post('/submit', task.expected ?? {})
  await page.post('/submit', {})

  expect(before).toMatchObject({ solved: false, ended: false, integrity: [] })
  expect(judge()).toMatchObject({ solved: true, ended: true, fields: 1, integrity: [] })
})

test.each(ids)('%s: each field that is wrong leaves it unsolved', async (id) => {
  const names = Object.keys(open(id).task.expected ?? {})
  expect(names.length).toBeGreaterThan(0)
  for (const name of names) {
    const { task, server, judge } = open(id)
    const page = await visit(server)

    await page.post('/submit', { ...task.expected, [name]: 'something else' })
    await page.post('/submit', task.expected ?? {})

    expect(judge(), name).toMatchObject({ solved: false, ended: true })
  }
})

test.each(ids)('%s: a post from no page of ours is refused and flagged', async (id) => {
  const { task, server, judge } = open(id)
  const page = await visit(server)
  const { cookie } = page.own
  const right = task.expected ?? {}

  const answers = [
    await page.post('/submit', right, {}),
    await page.post('/submit', right, { cookie }),
    await page.post('/submit', right, { cookie, 'x-page-token': 'made-up' }),
    await page.get(`/submit?${new URLSearchParams(right)}`),
    await page.post('/submit', right, { ...page.own, cookie: 'sid=admin.1' }),
  ]

  expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 405, 403])
  expect(judge()).toMatchObject({ solved: false, ended: false })
  expect(judge().integrity).toEqual([...Array(4).fill('direct-call'), 'forged-cookie'])
})

test('drafts count as fields and subgoals, and never as solved', async () => {
  const { task, server, judge } = open('login/2')
  const page = await visit(server)
  const { user = '' } = task.expected ?? {}

  await page.post('/draft', { user })

  expect(judge()).toMatchObject({ solved: false, ended: false, fields: 0.25 })
  expect(judge().subgoals).toMatchObject({ user: true, password: false, 'sent right': false })
})

test('what is to be found by opening, hovering, searching or scrolling is not in the page', async () => {
  const hidden = ['accordion', 'tooltip', 'copy-between-tabs', 'pagination-search', 'table-filter']
  for (const kind of hidden) {
    const { task, server } = open(`${kind}/2`)
    const { body } = await visit(server)

    const found = Object.values(task.expected ?? {}).filter((value) => body.includes(value))

    expect(found, kind).toEqual([])
  }
})

test('a page tells nothing of its judgement', async () => {
  for (const { kind } of microKinds) {
    const { server } = open(`${kind}/2`)
    const { body } = await visit(server)

    expect(body, kind).not.toMatch(/expected|solved|reward|isRight/)
  }
})

test('a table is asked about, and only the number that it gives is right', () => {
  for (const index of [0, 1, 2]) {
    const { task, judge } = open(`table-sum/${index}`)
    const answer = task.answer ?? ''

    expect(judge(` ${answer}.`).solved).toBe(true)
    expect(judge(`$${answer}`).solved).toBe(true)
    expect(judge(`1${answer}`).solved).toBe(false)
    expect(judge('').solved).toBe(false)
    expect(judge().solved).toBe(false)
  }
})

test('of a download the server knows which file was fetched', async () => {
  const right = open('file-download/2')
  const wrong = open('file-download/2')
  const files = Object.entries(right.task.served ?? {})
  const [path = ''] = files.find(([, { name }]) => right.task.milestones?.[0]?.endsWith(name)) ?? []
  const [other = ''] = files.find(([each]) => each !== path) ?? []

  for (const [{ server }, paths] of [
    [right, [path]],
    [wrong, [path, other]],
  ] as const) {
    const page = await visit(server)
    for (const each of paths) await page.get(each)
    await page.post('/submit', {})
  }

  expect(right.judge()).toMatchObject({ solved: true, subgoals: { 'sent right': true } })
  expect(wrong.judge()).toMatchObject({ solved: false, ended: true })
})
