import { textField } from '../../shell/app-server.ts'
import { html, postForm } from '../../shell/page.ts'
import { roleIn } from '../permissions.ts'
import { carryOut, me, problem, type Tracker } from './parts.ts'

/** Signing in, the list of projects, and what is a person's own: notifications and saved views. */
export function homeRoutes(tracker: Tracker): void {
  const { state, server } = tracker
  const { app } = server

  app.get('/login', (c) =>
    server.page(c, {
      title: 'Sign in',
      main: postForm(
        c.var.session,
        { action: '/login', label: 'Sign in' },
        html`<label>User name <input name="login" autocomplete="off"></label>
<label>Password <input name="password" type="password"></label>
<button>Sign in</button>`,
      ),
    }),
  )
  app.post('/login', (c) => {
    const login = textField(c.var.fields, 'login').toLowerCase()
    const password = textField(c.var.fields, 'password')
    const user = state.users.find((each) => each.login === login && each.password === password)
    if (!user) return server.redirect(c, '/login', { alert: 'User name or password is wrong.' })
    c.var.session.user = user.login
    return server.redirect(c, '/', { status: `Signed in as ${user.name}` })
  })
  app.post('/logout', (c) => {
    c.var.session.user = null
    return server.redirect(c, '/login', { status: 'Signed out' })
  })

  app.get('/', (c) => {
    const mine = state.projects.filter(({ key }) => roleIn(state, key, me(c)) !== null)
    return server.page(c, {
      title: 'Projects',
      main: html`<ul class="plain">${mine.map(
        ({ key, name }) =>
          html`<li><a href="/projects/${key}/issues">${name}</a> (${key}), your role: ${roleIn(state, key, me(c))}</li>`,
      )}</ul>${postForm(c.var.session, { action: '/logout' }, html`<button>Sign out</button>`)}`,
    })
  })

  app.get('/notifications', (c) => {
    const mine = state.notifications.filter(({ to }) => to === me(c)).reverse()
    return server.page(c, {
      title: 'Notifications',
      main: html`${postForm(c.var.session, { action: '/notifications/all/read' }, html`<button>Mark all as read</button>`)}
<ul class="plain" aria-label="Notifications">${mine.map(
        ({ id, issue, text, isRead }) =>
          html`<li>${isRead ? '' : html`<strong>Unread</strong> `}<a href="/issues/${issue}">${issue}</a> ${text} ${
            isRead
              ? ''
              : postForm(
                  c.var.session,
                  { action: `/notifications/${id}/read`, className: 'inline' },
                  html`<button aria-label="Mark ${issue} as read">Mark as read</button>`,
                )
          }</li>`,
      )}</ul>`,
    })
  })
  app.post('/notifications/:id/read', (c) => {
    const id = c.req.param('id')
    const notification = id === 'all' ? id : Number(id)
    const next = { path: '/notifications', said: 'Marked as read' }
    return carryOut(tracker, c, { do: 'markRead', notification }, next)
  })

  app.get('/views', (c) => {
    const mine = state.views.filter(({ owner }) => owner === me(c))
    return server.page(c, {
      title: 'Saved views',
      main: html`<ul class="plain" aria-label="Saved views">${mine.map(
        ({ id, name, project, query, sort }) =>
          html`<li><a href="/projects/${project}/issues?q=${encodeURIComponent(query)}&sort=${sort}">${name}</a> <code>${query}</code> ${postForm(
            c.var.session,
            { action: `/views/${id}/delete`, className: 'inline' },
            html`<button aria-label="Delete ${name}">Delete</button>`,
          )}</li>`,
      )}</ul>`,
    })
  })
  app.post('/views/:id/delete', (c) => {
    const next = { path: '/views', said: 'View deleted' }
    return carryOut(tracker, c, { do: 'deleteView', view: Number(c.req.param('id')) }, next)
  })
  app.get('/issues', (c) =>
    problem(tracker, c, { status: 404, reason: 'Issues are listed by project.' }),
  )
}
