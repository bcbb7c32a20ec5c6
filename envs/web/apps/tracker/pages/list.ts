import { textField } from '../../shell/app-server.ts'
import { type Html, html, postForm, raw } from '../../shell/page.ts'
import { type Issue, nameOf, type Project, priorities, statuses, statusNames } from '../model.ts'
import { parseQuery, querySyntax, type Sort, sortIssues, sorts } from '../query.ts'
import { bulkRoute } from './bulk.ts'
import {
  carryOut,
  isRefused,
  me,
  memberOptions,
  option,
  projectFor,
  type Session,
  type Tracker,
} from './parts.ts'

const PAGE = 12
const headings: Readonly<Record<Sort, string>> = {
  key: 'Key',
  title: 'Title',
  priority: 'Priority',
  due: 'Due',
  updated: 'Updated',
  status: 'Status',
}

/** What the address of a list asks for. */
interface Asked {
  readonly query: string
  readonly sort: string
  readonly page: number
}

/** The list of a project's issues: search, sort, pages, saved views, bulk edit. */
export function listRoutes(tracker: Tracker): void {
  const { state, server } = tracker
  server.app.get('/projects/:project/issues', (c) => {
    const project = projectFor(tracker, c)
    if (isRefused(project)) return project
    const asked = askedBy(c)
    const { matches, problems } = parseQuery(asked.query, state, me(c))
    const found = sortIssues(
      state.issues.filter((issue) => issue.project === project.key && matches(issue)),
      asked.sort,
    )
    const shown = found.slice((asked.page - 1) * PAGE, asked.page * PAGE)
    return server.page(c, {
      title: `${project.name}: issues`,
      main: html`${projectNav(project)}${searchForm(tracker, c, project, asked)}
${problems.map((text) => html`<p role="alert">${text}. Terms: ${querySyntax}</p>`)}
<p>${found.length} ${found.length === 1 ? 'issue' : 'issues'} found</p>
${postForm(
  c.var.session,
  { action: `/projects/${project.key}/bulk`, label: 'Bulk edit' },
  html`${table(tracker, project, shown, asked)}${bulkInputs(tracker, project)}`,
)}
${pager(project, found.length, asked)}
${postForm(
  c.var.session,
  { action: `/projects/${project.key}/views`, label: 'Save view' },
  html`<input type="hidden" name="query" value="${asked.query}"><input type="hidden" name="sort" value="${asked.sort}">
<label>View name <input name="name" autocomplete="off"></label> <button>Save view</button>`,
)}`,
    })
  })
  server.app.post('/projects/:project/views', (c) => {
    const project = projectFor(tracker, c)
    if (isRefused(project)) return project
    const [name, query, sort] = ['name', 'query', 'sort'].map((field) =>
      textField(c.var.fields, field),
    ) as [string, string, string]
    const view = { do: 'saveView', project: project.key, name, query, sort } as const
    return carryOut(tracker, c, view, { path: '/views', said: `View ${name} saved` })
  })
  bulkRoute(tracker)
}

export const projectNav = ({ key }: Project): Html => html`<nav aria-label="Project">
<a href="/projects/${key}/issues">Issues</a><a href="/projects/${key}/board">Board</a><a href="/projects/${key}/new">New issue</a><a href="/projects/${key}/settings">Settings</a></nav>`

function askedBy(c: Session): Asked {
  const { q = '', status = '', assignee = '', sort = 'key', page = '1' } = c.req.query()
  const parts = [q.trim(), status && `status:${status}`, assignee && `assignee:${assignee}`]
  const query = parts.filter((part) => part !== '').join(' ')
  return { query, sort, page: Math.max(1, Number.parseInt(page, 10) || 1) }
}

const address = ({ key }: Project, { query, sort, page }: Asked): string =>
  `/projects/${key}/issues?q=${encodeURIComponent(query)}&sort=${sort}&page=${page}`

const searchForm = ({ state }: Tracker, c: Session, project: Project, asked: Asked): Html => html`
<form role="search" method="get" action="/projects/${project.key}/issues">
<label>Search issues <input type="search" name="q" size="50" value="${asked.query}" title="${querySyntax}"></label>
<select name="status" aria-label="Filter by status">${option('', 'Any status', true)}${statuses.map((each) => option(each, statusNames[each], false))}</select>
<select name="assignee" aria-label="Filter by assignee">${option('', 'Any assignee', true)}${memberOptions(state, project, null)}</select>
<select name="sort" aria-label="Sort by">${sorts.map((each) => option(each, `${headings[each]}`, each === asked.sort))}</select>
<button>Search</button></form>
<p>Views: ${state.views
  .filter(({ owner, project: of }) => owner === me(c) && of === project.key)
  .map(
    ({ name, query, sort }) =>
      html`<a href="${address(project, { query, sort, page: 1 })}">${name}</a> `,
  )}<a href="/views">All views</a></p>`

const table = (
  { state }: Tracker,
  project: Project,
  issues: readonly Issue[],
  asked: Asked,
): Html => html`<table aria-label="Issues"><thead><tr>
<th><input type="checkbox" aria-label="Select all on this page" id="all"></th>
${sorts.map((sort) => {
  const next = asked.sort === sort ? `-${sort}` : sort
  return html`<th><a href="${address(project, { ...asked, sort: next, page: 1 })}">${headings[sort]}</a></th>`
})}<th>Assignee</th><th>Labels</th></tr></thead><tbody>${issues.map(
  ({ key, title, priority, due, updated, status, assignee, labels }) => html`<tr>
<td><input type="checkbox" name="issue" value="${key}" aria-label="Select ${key}"></td><td>${key}</td>
<td><a href="/issues/${key}">${title}</a></td><td>${priority}</td><td>${due ?? ''}</td>
<td>${new Date(updated).toISOString().slice(0, 10)}</td><td>${statusNames[status]}</td>
<td>${nameOf(state, assignee)}</td><td>${labels.join(', ')}</td></tr>`,
)}</tbody></table>
<script>${raw(SELECT_ALL)}</script>`

const SELECT_ALL = `document.getElementById('all').onchange = (event) => {
  for (const box of document.querySelectorAll('input[name=issue]')) box.checked = event.target.checked
}`

const KEEP = 'No change'
const bulkInputs = (
  { state }: Tracker,
  project: Project,
): Html => html`<fieldset><legend>Selected issues</legend>
<select name="status" aria-label="Set status">${option('', KEEP, true)}${statuses.map((each) => option(each, statusNames[each], false))}</select>
<select name="assignee" aria-label="Set assignee">${option('', KEEP, true)}${option('-', 'Nobody', false)}${memberOptions(state, project, null)}</select>
<select name="priority" aria-label="Set priority">${option('', KEEP, true)}${priorities.map((each) => option(each, each, false))}</select>
<select name="milestone" aria-label="Set milestone">${option('', KEEP, true)}${option('-', 'None', false)}${project.milestones.map((each) => option(each, each, false))}</select>
<select name="label" aria-label="Add label">${option('', KEEP, true)}${project.labels.map((each) => option(each, each, false))}</select>
<button>Apply to selected</button></fieldset>`

function pager(project: Project, count: number, asked: Asked): Html {
  const pages = Math.max(1, Math.ceil(count / PAGE))
  const to = (page: number, label: string) =>
    html`<a href="${address(project, { ...asked, page })}">${label}</a> `
  return html`<nav aria-label="Pages">Page ${asked.page} of ${pages} ${
    asked.page > 1 ? to(asked.page - 1, 'Previous page') : ''
  }${asked.page < pages ? to(asked.page + 1, 'Next page') : ''}</nav>`
}
