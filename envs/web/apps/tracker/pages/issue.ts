import { textField } from '../../shell/app-server.ts'
import { type Html, html, postForm, raw } from '../../shell/page.ts'
import {
  type Comment,
  dayOf,
  type Issue,
  linkKinds,
  nameOf,
  projectOf,
  statuses,
  statusNames,
} from '../model.ts'
import { mentionsOf } from '../notify.ts'
import type { Operation } from '../operations.ts'
import { changesOf, fieldInputs, fieldsOf, noFields } from './fields.ts'
import { projectNav } from './list.ts'
import {
  carryOut,
  isRefused,
  issueFor,
  me,
  option,
  projectFor,
  type Session,
  type Tracker,
} from './parts.ts'

/** One issue: its page, its forms, and the form of a new one. */
export function issueRoutes(tracker: Tracker): void {
  const { state, server } = tracker
  const { app } = server
  app.get('/projects/:project/new', (c) => {
    const project = projectFor(tracker, c)
    if (isRefused(project)) return project
    const action = `/projects/${project.key}/new`
    return server.page(c, {
      title: `New issue in ${project.name}`,
      main: html`${projectNav(project)}${postForm(
        c.var.session,
        { action, label: 'New issue' },
        html`${fieldInputs(state, project, noFields)}<button>Create issue</button>`,
      )}`,
    })
  })
  app.post('/projects/:project/new', (c) => {
    const project = projectFor(tracker, c)
    if (isRefused(project)) return project
    const operation: Operation = {
      ...{ do: 'createIssue', project: project.key, fields: fieldsOf(c.var.fields) },
    }
    const next = { path: (key: string) => `/issues/${key}`, said: 'Issue created' }
    return carryOut(tracker, c, operation, next)
  })

  app.get('/issues/:key', (c) => {
    const issue = issueFor(tracker, c)
    if (isRefused(issue)) return issue
    return server.page(c, { title: `${issue.key}: ${issue.title}`, main: page(tracker, c, issue) })
  })
  app.get('/issues/:key/edit', (c) => {
    const issue = issueFor(tracker, c)
    if (isRefused(issue)) return issue
    const project = projectOf(state, issue.project)
    if (!project) return c.notFound()
    return server.page(c, {
      title: `Edit ${issue.key}`,
      main: postForm(
        c.var.session,
        { action: `/issues/${issue.key}/edit`, label: 'Edit issue' },
        html`${fieldInputs(state, project, issue)}<button>Save changes</button> <a href="/issues/${issue.key}">Back</a>`,
      ),
    })
  })
  for (const [path, said, operationOf] of forms) {
    app.post(`/issues/:key/${path}`, (c) => {
      const issue = issueFor(tracker, c)
      if (isRefused(issue)) return issue
      const { fields } = c.var
      const isOnBoard = textField(fields, 'from') === 'board'
      const back = isOnBoard ? `/projects/${issue.project}/board` : `/issues/${issue.key}`
      const isGone = path === 'delete'
      const next = { path: isGone ? `/projects/${issue.project}/issues` : back, said }
      return carryOut(tracker, c, operationOf(issue, fields), next)
    })
  }
}

/** By path below the issue: what is said, and what the form does. */
const forms: readonly (readonly [
  path: string,
  said: string,
  operationOf: (issue: Issue, form: FormData) => Operation,
])[] = [
  [
    ...(['edit', 'Changes saved'] as const),
    (issue, form) => ({
      do: 'editIssue',
      issue: issue.key,
      changes: changesOf(fieldsIn(issue), fieldsOf(form)),
    }),
  ],
  [
    ...(['status', 'Status changed'] as const),
    ({ key, status }, form) => ({
      ...{ do: 'moveIssue', issue: key },
      status: statuses.find((each) => each === textField(form, 'status')) ?? status,
    }),
  ],
  [
    ...(['comments', 'Comment added'] as const),
    ({ key }, form) => ({
      do: 'comment',
      issue: key,
      text: textField(form, 'text').replaceAll('\r\n', '\n'),
    }),
  ],
  [
    ...(['uncomment', 'Comment deleted'] as const),
    ({ key }, form) => ({
      do: 'deleteComment',
      issue: key,
      comment: Number(textField(form, 'comment')),
    }),
  ],
  ...(['link', 'unlink'] as const).map(
    (act) =>
      [
        act,
        act === 'link' ? 'Link added' : 'Link removed',
        ({ key }: Issue, form: FormData): Operation => ({
          ...{ do: act, issue: key, to: textField(form, 'to').toUpperCase() },
          kind: linkKinds.find((each) => each === textField(form, 'kind')) ?? 'relates to',
        }),
      ] as const,
  ),
  [
    ...(['watch', 'Saved'] as const),
    ({ key }, form) => ({ do: 'watch', issue: key, on: textField(form, 'on') === 'yes' }),
  ],
  [...(['delete', 'Issue deleted'] as const), ({ key }) => ({ do: 'deleteIssue', issue: key })],
]

const fieldsIn = ({ title, description, labels, assignee, priority, milestone, due }: Issue) => ({
  ...{ title, description, labels, assignee, priority, milestone, due },
})

function page({ state }: Tracker, c: Session, issue: Issue): Html {
  const { key, status, links, watchers, comments } = issue
  const { session } = c.var
  const project = projectOf(state, issue.project)
  const form = (path: string, label: string, body: Html) =>
    postForm(session, { action: `/issues/${key}/${path}`, label }, body)
  const isWatching = watchers.includes(me(c))
  return html`${project ? projectNav(project) : ''}
<p>${mentioned(issue.description)}</p>
<table aria-label="Details">${details(state, issue).map(([name, value]) => html`<tr><th scope="row">${name}</th><td>${value}</td></tr>`)}</table>
<p><a href="/issues/${key}/edit">Edit</a></p>
${form('status', 'Status', html`<select name="status" aria-label="New status">${statuses.map((each) => option(each, statusNames[each], each === status))}</select> <button>Change status</button>`)}
${form('watch', 'Watch', html`<input type="hidden" name="on" value="${isWatching ? 'no' : 'yes'}"><button>${isWatching ? 'Stop watching' : 'Watch'}</button>`)}
<h2>Links</h2><ul aria-label="Links">${links.map(
    ({ kind, to }) =>
      html`<li>${kind} <a href="/issues/${to}">${to}</a> ${form('unlink', `Unlink ${to}`, html`<input type="hidden" name="kind" value="${kind}"><input type="hidden" name="to" value="${to}"><button>Remove link</button>`)}</li>`,
  )}${state.issues.flatMap((other) =>
    other.links
      .filter(({ to }) => to === key)
      .map(
        ({ kind }) => html`<li><a href="/issues/${other.key}">${other.key}</a> ${kind} this</li>`,
      ),
  )}</ul>
${form('link', 'Add link', html`<select name="kind" aria-label="Kind of link">${linkKinds.map((each) => option(each, each, false))}</select> <label>Other issue <input name="to" size="10"></label> <button>Add link</button>`)}
<h2>Comments</h2><ul class="plain" aria-label="Comments">${comments.map((comment) => html`<li>${shown(state, comment)} ${form('uncomment', `Comment ${comment.id}`, html`<input type="hidden" name="comment" value="${comment.id}"><button>Delete comment</button>`)}</li>`)}</ul>
${form('comments', 'New comment', html`<label>Comment <textarea name="text" rows="3" cols="60"></textarea></label> <button>Add comment</button>`)}
<h2>Activity</h2><ul aria-label="Activity">${state.activity
    .filter((each) => each.issue === key)
    .map(({ text, at }) => html`<li>${dayOf(at)} ${text}</li>`)}</ul>
${form('delete', 'Delete', html`<button class="danger" data-confirm="Delete ${key}?">Delete issue</button>`)}
<script>${raw(CONFIRM)}</script>`
}

const details = (state: Tracker['state'], issue: Issue): readonly (readonly [string, string])[] => [
  ['Status', statusNames[issue.status]],
  ['Assignee', nameOf(state, issue.assignee)],
  ['Priority', issue.priority],
  ['Milestone', issue.milestone ?? 'None'],
  ['Due date', issue.due ?? 'None'],
  ['Labels', issue.labels.join(', ') || 'None'],
  ['Reported by', `${nameOf(state, issue.reporter)} on ${dayOf(issue.created)}`],
  ['Watchers', issue.watchers.map((login) => nameOf(state, login)).join(', ') || 'Nobody'],
]

const shown = (state: Tracker['state'], { author, at, text }: Comment): Html =>
  html`<strong>${nameOf(state, author)}</strong> on ${dayOf(at)}: <span>${mentioned(text)}</span>`

/** Mentions stand out. */
function mentioned(text: string): Html {
  const logins = mentionsOf(text).map((login) => `@${login}`)
  return html`${text.split(/(@\w+)/).map((part) => (logins.includes(part) ? html`<b>${part}</b>` : part))}`
}

const CONFIRM = `for (const button of document.querySelectorAll('[data-confirm]')) button.onclick = (event) => {
  if (!confirm(button.dataset.confirm)) event.preventDefault()
}`
