import { textField } from '../../shell/app-server.ts'
import { type Html, html, postForm } from '../../shell/page.ts'
import { nameOf, type Project, type Role, roles } from '../model.ts'
import type { Operation } from '../operations.ts'
import { projectNav } from './list.ts'
import { carryOut, isRefused, option, projectFor, type Session, type Tracker } from './parts.ts'

/** Labels and members of a project: for maintainers to see, members for admins to change. */
export function settingsRoutes(tracker: Tracker): void {
  const { server } = tracker
  server.app.get('/projects/:project/settings', (c) => {
    const project = projectFor(tracker, c, 'maintainer')
    if (isRefused(project)) return project
    return server.page(c, {
      title: `${project.name}: settings`,
      main: html`${projectNav(project)}${labels(c, project)}${members(tracker, c, project)}`,
    })
  })
  for (const [path, said, operationOf] of forms) {
    server.app.post(`/projects/:project/settings/${path}`, (c) => {
      const project = projectFor(tracker, c)
      if (isRefused(project)) return project
      const next = { path: `/projects/${project.key}/settings`, said }
      return carryOut(
        tracker,
        c,
        operationOf(project.key, (name) => textField(c.var.fields, name)),
        next,
      )
    })
  }
}

type Read = (name: string) => string
const roleNamed = (text: string): Role => roles.find((role) => role === text) ?? 'viewer'

const forms: readonly (readonly [
  path: string,
  said: string,
  operationOf: (project: string, read: Read) => Operation,
])[] = [
  [
    ...(['new-label', 'Label added'] as const),
    (project, read) => ({ do: 'createLabel', project, label: read('label') }),
  ],
  [
    ...(['rename-label', 'Label renamed'] as const),
    (project, read) => ({ do: 'renameLabel', project, label: read('label'), to: read('to') }),
  ],
  [
    ...(['delete-label', 'Label deleted'] as const),
    (project, read) => ({ do: 'deleteLabel', project, label: read('label') }),
  ],
  [
    ...(['role', 'Role saved'] as const),
    (project, read) => ({
      ...{ do: 'setRole', project, login: read('login'), role: roleNamed(read('role')) },
    }),
  ],
  [
    ...(['remove-member', 'Member removed'] as const),
    (project, read) => ({ do: 'removeMember', project, login: read('login') }),
  ],
]

function labels(c: Session, { key, labels }: Project): Html {
  const form = (path: string, name: string, body: Html) =>
    postForm(
      c.var.session,
      { action: `/projects/${key}/settings/${path}`, label: name, className: 'inline' },
      body,
    )
  return html`<h2>Labels</h2><table aria-label="Labels">${labels.map(
    (label) => html`<tr><td>${label}</td>
<td>${form('rename-label', `Rename ${label}`, html`<input type="hidden" name="label" value="${label}"><input name="to" aria-label="New name of ${label}"> <button>Rename</button>`)}</td>
<td>${form('delete-label', `Delete ${label}`, html`<input type="hidden" name="label" value="${label}"><button>Delete</button>`)}</td></tr>`,
  )}</table>${form('new-label', 'New label', html`<label>New label <input name="label"></label> <button>Add label</button>`)}`
}

function members({ state }: Tracker, c: Session, { key, members }: Project): Html {
  const form = (path: string, name: string, body: Html) =>
    postForm(
      c.var.session,
      { action: `/projects/${key}/settings/${path}`, label: name, className: 'inline' },
      body,
    )
  const chosen = (login: string | null) =>
    roles.map((role) => option(role, role, login !== null && members[login] === role))
  const others = state.users.filter(({ login }) => !(login in members))
  return html`<h2>Members</h2><table aria-label="Members">${Object.keys(members).map(
    (login) => html`<tr><td>${nameOf(state, login)} (${login})</td>
<td>${form('role', `Role of ${login}`, html`<input type="hidden" name="login" value="${login}"><select name="role" aria-label="Role of ${login}">${chosen(login)}</select> <button>Save role</button>`)}</td>
<td>${form('remove-member', `Remove ${login}`, html`<input type="hidden" name="login" value="${login}"><button>Remove</button>`)}</td></tr>`,
  )}</table>${form(
    'role',
    'New member',
    html`<select name="login" aria-label="New member">${others.map(({ login, name }) => option(login, name, false))}</select>
<select name="role" aria-label="Role of the new member">${chosen(null)}</select> <button>Add member</button>`,
  )}`
}
