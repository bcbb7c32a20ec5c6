import { textField } from '../../shell/app-server.ts'
import { type Html, html, postForm, raw } from '../../shell/page.ts'
import { dayOf, type Folder, folderNames, folders, type Mail, nameFor } from '../model.ts'
import { apply, type Operation } from '../operations.ts'
import { newestFirst, searchMails, searchSyntax } from '../search.ts'
import { carryOut, type Mailbox, option, type Session } from './parts.ts'

const PAGE = 15

/** Folders, search, and what is done to several mails at once. */
export function listRoutes(mailbox: Mailbox): void {
  const { state, server } = mailbox
  server.app.get('/', (c) => c.redirect('/mail/inbox', 303))
  server.app.get('/mail/:folder', (c) => {
    const folder = folders.find((each) => each === c.req.param('folder'))
    if (!folder) return c.notFound()
    if (c.req.query('refresh') !== undefined) apply(state, { do: 'refresh' })
    const mails = state.mails.filter((mail) => mail.folder === folder)
    return show(mailbox, c, {
      title: folderNames[folder],
      mails,
      query: '',
      isLive: folder === 'inbox',
    })
  })
  server.app.get('/search', (c) => {
    const query = c.req.query('q') ?? ''
    const { found, problems } = searchMails(state, query)
    return show(mailbox, c, { title: `Search: ${query}`, mails: found, query, problems })
  })
  server.app.post('/bulk', (c) => {
    const { fields } = c.var
    const starred = Number(textField(fields, 'star'))
    const operation = starred > 0 ? starOf(mailbox, starred) : bulkOf(fields)
    const path = textField(fields, 'from').startsWith('/') ? textField(fields, 'from') : '/'
    if (!operation) return server.redirect(c, path, { alert: 'Select mails, and what to do.' })
    return carryOut(mailbox, c, operation, { path, said: 'Done' })
  })
}

const starOf = ({ state }: Mailbox, id: number): Operation => ({
  ...{
    do: 'star',
    mails: [id],
    on: state.mails.find((mail) => mail.id === id)?.isStarred !== true,
  },
})

function bulkOf(fields: FormData): Operation | null {
  const mails = fields.getAll('mail').map(Number)
  const [kind, value = ''] = textField(fields, 'action').split(':')
  const folder = folders.find((each) => each === value)
  if (mails.length === 0) return null
  if (kind === 'move' && folder) return { do: 'move', mails, folder }
  if (kind === 'star') return { do: 'star', mails, on: value === 'on' }
  if (kind === 'label') return { do: 'label', mails, label: value, on: true }
  return kind === 'unlabel' ? { do: 'label', mails, label: value, on: false } : null
}

/** Names of moves, as buttons and menus show them. */
export const moves: readonly (readonly [Folder, string])[] = [
  ['archive', 'Archive'],
  ['trash', 'Move to trash'],
  ['spam', 'Report spam'],
  ['inbox', 'Move to inbox'],
]

interface Shown {
  readonly title: string
  readonly mails: readonly Mail[]
  readonly query: string
  readonly problems?: readonly string[]
  readonly isLive?: boolean
}

function show(
  mailbox: Mailbox,
  c: Session,
  { title, mails, query, problems = [], isLive = false }: Shown,
) {
  const { state, server } = mailbox
  const { session } = c.var
  const page = Math.max(1, Number.parseInt(c.req.query('page') ?? '1', 10) || 1)
  const sorted = newestFirst(mails)
  const here = query === '' ? c.req.path : `/search?q=${encodeURIComponent(query)}`
  const to = (number: number, label: string) =>
    html`<a href="${here}${query === '' ? '?' : '&'}page=${number}">${label}</a> `
  return server.page(c, {
    title,
    main: html`<form role="search" method="get" action="/search">
<label>Search mail <input type="search" name="q" size="50" value="${query}" title="${searchSyntax}"></label> <button>Search</button></form>
${problems.map((text) => html`<p role="alert">${text}. Operators: ${searchSyntax}</p>`)}
${isLive ? html`<p><a href="/mail/inbox?refresh=1">Check for new mail</a></p><p role="status" id="live"></p>` : ''}
<p>${mails.length} ${mails.length === 1 ? 'mail' : 'mails'}</p>
${postForm(
  session,
  { action: '/bulk', label: 'Mails' },
  html`<input type="hidden" name="from" value="${here}">
<p><select name="action" aria-label="Action">${option('', 'Choose an action')}${moves.map(([folder, name]) => option(`move:${folder}`, name))}${option('star:on', 'Star')}${option('star:off', 'Remove star')}${state.labels.map((label) => html`${option(`label:${label}`, `Label ${label}`)}${option(`unlabel:${label}`, `Remove label ${label}`)}`)}</select> <button>Apply</button></p>
<table aria-label="Mails"><thead><tr><th><input type="checkbox" aria-label="Select all on this page" id="all"></th><th>Star</th><th>Correspondent</th><th>Subject</th><th>Date</th></tr></thead>
<tbody id="rows">${sorted.slice((page - 1) * PAGE, page * PAGE).map((mail) => row(mailbox, mail))}</tbody></table>`,
)}
<nav aria-label="Pages">${page > 1 ? to(page - 1, 'Newer') : ''}${mails.length > page * PAGE ? to(page + 1, 'Older') : ''}</nav>
<script>${raw(SELECT_ALL)}</script>${isLive ? html`<script data-live="${session.token('/live')}">${raw(LIVE)}</script>` : ''}`,
  })
}

function row(
  { state }: Mailbox,
  { id, from, letter, at, labels, isMine, isStarred, isRead, compose }: Mail,
): Html {
  const { subject, to, attachments } = letter
  const who = isMine ? `To: ${to.map((address) => nameFor(state, address)).join(', ')}` : from.name
  const href = compose === null ? `/mails/${id}` : `/compose?draft=${id}`
  return html`<tr><td><input type="checkbox" name="mail" value="${id}" aria-label="Select ${subject}"></td>
<td><button name="star" value="${id}" aria-pressed="${isStarred ? 'true' : 'false'}" aria-label="Star ${subject}">${isStarred ? '★' : '☆'}</button></td>
<td>${who}${isRead ? '' : html` <strong>(unread)</strong>`}</td><td><a href="${href}">${subject || '(no subject)'}</a>${attachments.length > 0 ? ' 📎' : ''}${labels.map((label) => html` <em>${label}</em>`)}</td><td>${dayOf(at)}</td></tr>`
}

const SELECT_ALL = `document.getElementById('all').onchange = (event) => {
  for (const box of document.querySelectorAll('input[name=mail]')) box.checked = event.target.checked
}`

/** Mail that comes while the page is open is put on top. */
const LIVE = `const token = document.currentScript.dataset.live
const socket = new WebSocket('ws://' + location.host + '/live')
socket.onopen = () => socket.send(token)
socket.onmessage = ({ data }) => {
  const { id, from, subject, day } = JSON.parse(data)
  document.getElementById('live').textContent = 'New mail from ' + from
  const row = document.getElementById('rows').insertRow(0)
  for (let cell = 0; cell < 5; cell++) row.insertCell()
  const box = Object.assign(document.createElement('input'), { type: 'checkbox', name: 'mail', value: id })
  box.setAttribute('aria-label', 'Select ' + subject)
  row.cells[0].append(box)
  row.cells[2].textContent = from + ' (unread)'
  row.cells[3].append(Object.assign(document.createElement('a'), { href: '/mails/' + id, textContent: subject }))
  row.cells[4].textContent = day
}`
