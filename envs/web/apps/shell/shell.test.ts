import { expect, test } from 'vitest'
import { createRng } from '../../../../core/index.ts'
import { createAppServer, textField } from './app-server.ts'
import { html, postForm } from './page.ts'
import { createVisitor } from './visitor.suite.ts'

function notes() {
  const kept: string[] = []
  const server = createAppServer({
    ...{ name: 'Notes', rng: createRng(1), startAs: 'ada', data: () => ({ seen: 0 }) },
    nav: ({ user }) => [{ label: user ?? 'Sign in', href: '/' }],
    forbidden: ['/admin', '/admin/*'],
  })
  server.app.get('/', (c) =>
    server.page(c, {
      title: 'Notes',
      main: html`<p>${kept.join(', ')}</p>${postForm(c.var.session, { action: '/notes' }, html`<input name="text">`)}`,
    }),
  )
  server.app.post('/notes', (c) => {
    kept.push(textField(c.var.fields, 'text'))
    return server.redirect(c, '/', { status: 'Noted' })
  })
  server.app.post('/clear', (c) => {
    kept.splice(0)
    return server.redirect(c, '/')
  })
  server.app.get('/bug', () => {
    throw new Error('broken')
  })
  return { server, kept, visitor: createVisitor(server.app, 'http://notes.test') }
}

test('a form that a page gave may be sent, and its message is shown once', async () => {
  const { server, kept, visitor } = notes()
  await visitor.get('/')

  const after = await visitor.post('/notes', { text: '<b>milk</b>' })
  const again = await visitor.get('/')

  expect(kept).toEqual(['<b>milk</b>'])
  expect(after).toContain('role="status">Noted')
  expect(after).toContain('&lt;b&gt;milk')
  expect(again).not.toContain('Noted')
  expect(server.integrity.kinds).toEqual([])
})

test('a POST without a token, or to a path that no page offered, is refused and noted', async () => {
  const { server, kept, visitor } = notes()
  const before = await visitor.raw('/notes', {
    method: 'POST',
    body: new URLSearchParams({ text: 'x' }),
  })
  await visitor.get('/')
  const token = visitor.tokens.get('/notes') ?? ''

  const other = await visitor.raw('/clear', {
    method: 'POST',
    body: new URLSearchParams({ token }),
  })
  const opened = await visitor.raw('/notes?text=x')
  const put = await visitor.raw('/notes', { method: 'PUT', body: 'x' })

  expect([before.status, other.status, opened.status, put.status]).toEqual([403, 403, 405, 403])
  expect(kept).toEqual([])
  expect(server.integrity.kinds).toEqual(Array(4).fill('direct-call'))
})

test('the token of one visitor is worth nothing to another', async () => {
  const { server, visitor } = notes()
  await visitor.get('/')
  const other = createVisitor(server.app, 'http://notes.test')
  await other.get('/')

  const body = new URLSearchParams({ text: 'x', token: visitor.tokens.get('/notes') ?? '' })
  const answer = await other.raw('/notes', { method: 'POST', body })

  expect(answer.status).toBe(403)
})

test('a cookie that the server did not sign makes nobody anybody', async () => {
  const { server } = notes()
  const forger = createVisitor(server.app, 'http://notes.test')
  await forger.get('/')

  const page = await server.app.fetch(
    new Request('http://notes.test/', { headers: { cookie: 'sid=ada.0000; user=ada' } }),
  )

  expect(await page.text()).toContain('Sign in')
  expect(server.integrity.kinds).toEqual(['forged-cookie', 'forged-cookie'])
})

test('only the first visitor is signed in from the start', async () => {
  const { server, visitor } = notes()

  expect(await visitor.get('/')).toContain('>ada<')
  expect(await createVisitor(server.app, 'http://notes.test').get('/')).toContain('>Sign in<')
  expect(server.sessions.map(({ user }) => user)).toEqual(['ada', null])
})

test('equal seeds give equal cookies and tokens', async () => {
  const [one, two] = [notes(), notes()]

  expect(await one.visitor.get('/')).toBe(await two.visitor.get('/'))
})

test('forbidden paths are refused and noted, missing ones only missing', async () => {
  const { server, visitor } = notes()

  const statuses = [
    (await visitor.raw('/admin')).status,
    (await visitor.raw('/admin/orders')).status,
    (await visitor.raw('/nothing')).status,
  ]

  expect(statuses).toEqual([403, 403, 404])
  expect(server.integrity.kinds).toEqual(['forbidden-path', 'forbidden-path'])
})

test('an error of the application is kept, so that its episode is not judged', async () => {
  const { server, visitor } = notes()
  server.check()

  await visitor.raw('/bug')

  expect(() => server.check()).toThrow('broken')
})
