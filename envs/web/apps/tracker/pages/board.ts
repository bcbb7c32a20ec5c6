import { html, postForm, raw } from '../../shell/page.ts'
import { nameOf, statuses, statusNames } from '../model.ts'
import { projectNav } from './list.ts'
import { isRefused, projectFor, type Tracker } from './parts.ts'

/** Columns of a project's issues by status; a card that is dropped in another column moves there. */
export function boardRoutes(tracker: Tracker): void {
  const { state, server } = tracker
  server.app.get('/projects/:project/board', (c) => {
    const project = projectFor(tracker, c)
    if (isRefused(project)) return project
    const issues = state.issues.filter((issue) => issue.project === project.key)
    return server.page(c, {
      title: `${project.name}: board`,
      main: html`${projectNav(project)}<style>${raw(STYLE)}</style>
<div class="board">${statuses.map(
        (
          status,
        ) => html`<section class="column" role="region" aria-label="${statusNames[status]}" data-status="${status}">
<h2>${statusNames[status]}</h2>${issues
          .filter((issue) => issue.status === status)
          .map(
            ({ key, title, assignee }) =>
              html`<article class="card" draggable="true" aria-label="${key} ${title}" data-key="${key}"><a draggable="false" href="/issues/${key}">${key}</a> ${title}<br>${nameOf(state, assignee)}
${postForm(
  c.var.session,
  { action: `/issues/${key}/status`, className: 'drop' },
  html`<input type="hidden" name="status"><input type="hidden" name="from" value="board">`,
)}</article>`,
          )}</section>`,
      )}</div><script>${raw(DRAG)}</script>`,
    })
  })
}

const STYLE = `.board { display: flex; gap: 6px } main { max-width: none }
.column { flex: 1; background: #eee; padding: 4px; min-height: 120px } .column h2 { font-size: 14px }
.card { background: #fff; border: 1px solid #ccc; padding: 4px; margin: 4px 0; font-size: 12px; cursor: grab }`

const DRAG = `let dragged = null
for (const card of document.querySelectorAll('.card')) card.ondragstart = (event) => {
  dragged = card
  event.dataTransfer.setData('text/plain', card.dataset.key)
}
for (const column of document.querySelectorAll('.column')) {
  column.ondragover = (event) => event.preventDefault()
  column.ondrop = (event) => {
    event.preventDefault()
    if (!dragged || dragged.closest('.column') === column) return
    const form = dragged.querySelector('form')
    form.elements.status.value = column.dataset.status
    form.submit()
  }
}`
