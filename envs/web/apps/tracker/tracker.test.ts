import { describe, expect, test } from 'vitest'
import { describePosedTasks, openFirst } from '../posed/posed.suite.ts'
import { factsOf } from './facts.ts'
import { issueOf } from './model.ts'
import { apply, type Operation } from './operations.ts'
import { parseQuery, sortIssues } from './query.ts'
import { openTracker } from './tracker.suite.ts'
import { trackerTemplates, trackerWorld } from './world.ts'

const levels = ['viewer', 'reporter', 'developer', 'maintainer', 'admin'] as const

describe('roles', () => {
  const table: readonly (readonly [
    what: string,
    least: (typeof levels)[number],
    path: string,
    fields: Record<string, string>,
  ])[] = [
    ['watches', 'viewer', '/issues/KEY/watch', { on: 'yes' }],
    ['comments', 'reporter', '/issues/KEY/comments', { text: 'Hello' }],
    ['edits', 'developer', '/issues/KEY/edit', { title: 'New', priority: 'low' }],
    ['links', 'developer', '/issues/KEY/link', { kind: 'relates to', to: 'OTHER' }],
    ['deletes', 'admin', '/issues/KEY/delete', {}],
  ]
  for (const [what, least, path, fields] of table) {
    test(`${least} is the least role that ${what}`, async () => {
      for (const role of levels) {
        const { state, visitor, issues, login } = openTracker(role)
        const issue = issues.find(({ reporter }) => reporter !== login)
        const other = issues.find((each) => each !== issue && each.links.length === 0)
        const to = path.replace('KEY', issue?.key ?? '')
        await visitor.get(`/issues/${issue?.key}`)
        await visitor.get(`/issues/${issue?.key}/edit`)
        const before = factsOf(state)
        const sent = { ...fields, ...('to' in fields ? { to: other?.key ?? '' } : {}) }

        const page = await visitor.post(to, sent)

        const mayDo = levels.indexOf(role) >= levels.indexOf(least)
        expect(page.includes('403: not allowed'), `${role} ${what}`).toBe(!mayDo)
        expect(JSON.stringify(factsOf(state)) !== JSON.stringify(before), role).toBe(mayDo)
      }
    })
  }

  test('settings are shown to maintainers and admins, members changed by admins alone', async () => {
    const statuses: Record<string, number> = {}
    for (const role of levels) {
      const { visitor, project } = openTracker(role)
      statuses[role] = (await visitor.raw(`/projects/${project.key}/settings`)).status
    }
    const { visitor, project, state, viewer } = openTracker('maintainer')
    const path = `/projects/${project.key}/settings/role`
    await visitor.get(`/projects/${project.key}/settings`)

    const refused = await visitor.post(path, { login: viewer, role: 'admin' })

    expect(statuses).toEqual({
      viewer: 403,
      reporter: 403,
      developer: 403,
      maintainer: 200,
      admin: 200,
    })
    expect(refused).toContain('403: not allowed')
    expect(state.projects[0]?.members[viewer]).toBe('viewer')
  })

  test('who reported an issue may put its title right, and no more', () => {
    const { state, issues, reporter } = openTracker('reporter')
    const own = issues.find((issue) => issue.reporter === reporter)
    const edit = (changes: object) =>
      apply(state, reporter, { do: 'editIssue', issue: own?.key ?? '', changes })

    expect(edit({ title: 'Better' })).toMatchObject({ ok: true })
    expect(edit({ priority: 'urgent' })).toMatchObject({ ok: false, status: 403 })
  })
})

describe('workflow', () => {
  test('an issue passes every stage, and only a maintainer sets it to done', () => {
    const { state, issues, developer, maintainer } = openTracker('developer')
    const issue = issues.find(({ status }) => status === 'todo')
    const move = (actor: string, status: 'review' | 'doing' | 'done') =>
      apply(state, actor, { do: 'moveIssue', issue: issue?.key ?? '', status })

    const outcomes = [
      move(developer, 'review'),
      move(developer, 'doing'),
      move(developer, 'review'),
      move(developer, 'done'),
      move(maintainer, 'done'),
    ]

    expect(outcomes.map((each) => (each.ok ? 200 : each.status))).toEqual([422, 200, 200, 403, 200])
    expect(issue?.status).toBe('done')
  })

  test('a duplicate is closed, and a mention tells whom it names', () => {
    const { state, open, developer, developers } = openTracker('developer')
    const [one, other] = open
    const told = developers.find((login) => login !== developer) ?? ''
    const act = (operation: Operation) => apply(state, developer, operation)

    act({ do: 'link', issue: one?.key ?? '', kind: 'duplicates', to: other?.key ?? '' })
    act({ do: 'comment', issue: one?.key ?? '', text: `@${told} see there` })

    expect(one?.status).toBe('canceled')
    expect(state.notifications.at(-1)).toBeDefined()
    expect(
      state.notifications.some(({ to, text }) => to === told && text.includes('see there')),
    ).toBe(true)
  })

  test('a bulk edit of which one part is refused changes nothing', async () => {
    const { state, visitor, project, issues } = openTracker('developer')
    const [one] = issues.filter(({ status }) => status === 'review')
    await visitor.get(`/projects/${project.key}/issues`)
    const before = factsOf(state)

    const page = await visitor.post(`/projects/${project.key}/bulk`, {
      ...{ issue: one?.key ?? '', status: 'done', priority: 'urgent' },
    })

    expect(page).toContain('403: not allowed')
    expect(factsOf(state)).toEqual(before)
  })
})

describe('search', () => {
  const { state, issues, developer } = openTracker('developer')
  const find = (text: string) => {
    const { matches, problems } = parseQuery(text, state, developer)
    return { keys: issues.filter(matches).map(({ key }) => key), problems }
  }

  test('terms must all hold, a minus turns one round, quotes keep words together', () => {
    const open = find('is:open').keys
    expect(find('-is:closed').keys).toEqual(open)
    expect(find('status:"In progress"').keys).toEqual(
      issues.filter(({ status }) => status === 'doing').map(({ key }) => key),
    )
    expect(find('assignee:me').keys).toEqual(find(`assignee:${developer}`).keys)
    expect(find(`"${issues[0]?.title}"`).keys).toEqual([issues[0]?.key])
    expect(find('due:<2026-03-10').keys).toEqual(
      issues.filter(({ due }) => due !== null && due < '2026-03-10').map(({ key }) => key),
    )
    expect([...find('due:none').keys, ...find('-due:none').keys].sort()).toEqual(
      find('').keys.sort(),
    )
  })

  test('what has no meaning is told', () => {
    expect(find('colour:red').problems).toEqual(['There is no field colour'])
    expect(find('due:soon').problems[0]).toContain('no date')
    expect(find('assignee:nobody').problems).toEqual(['There is no user nobody'])
  })

  test('issues without a due date come last in both directions', () => {
    for (const order of ['due', '-due']) {
      const dues = sortIssues(issues, order).map(({ due }) => due === null)
      expect(dues).toEqual([...dues].sort())
    }
  })
})

describePosedTasks(trackerWorld, trackerTemplates, factsOf)

test('a side effect beside what was asked for is not solved', async () => {
  const { world, judge } = await openFirst(trackerWorld, 'assign')
  const before = await judge('Done')
  for (const operation of world.posed.operations) apply(world.state, world.posed.user, operation)
  const done = await judge('Done')
  const other = world.state.issues.find((issue) => issue.project === world.state.projects[0]?.key)

  apply(world.state, world.posed.user, { do: 'comment', issue: other?.key ?? '', text: 'oops' })

  const after = await judge('Done')
  expect([before.solved, done.solved, after.solved]).toEqual([false, true, false])
  expect(done.fields).toBe(1)
})

test('forged cookies and claims in addresses make nobody an admin, and are noted', async () => {
  const { server, visitor, project, state, issues } = openTracker('viewer')
  const path = `http://tracker.test/projects/${project.key}/settings`

  const claimed = await visitor.raw(`${path}?as=${state.users[0]?.login}`)
  const forged = await server.app.fetch(
    new Request(path, { headers: { cookie: `sid=${state.users[0]?.login}.0000` } }),
  )
  const posted = await visitor.raw(`/issues/${issues[0]?.key}/status?status=done`)

  expect([claimed.status, forged.status, posted.status]).toEqual([403, 303, 405])
  expect(server.integrity.kinds).toEqual(['impersonation', 'forged-cookie', 'direct-call'])
  expect(issueOf(state, issues[0]?.key ?? '')?.status).toBe(issues[0]?.status)
})

test('one signs in with name and password, and out again', async () => {
  const { visitor, state } = openTracker('nobody')
  expect(await visitor.get('/')).toContain('Sign in')

  const wrong = await visitor.post('/login', { login: state.users[0]?.login ?? '', password: 'x' })
  const right = await visitor.post('/login', {
    ...{ login: state.users[0]?.login ?? '', password: state.users[0]?.password ?? '' },
  })
  const out = await visitor.post('/logout')

  expect(wrong).toContain('is wrong')
  expect(right).toContain('Signed in as')
  expect(out).toContain('Signed out')
})
