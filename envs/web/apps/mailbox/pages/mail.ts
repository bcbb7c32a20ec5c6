import { textField } from '../../shell/app-server.ts'
import { type Html, html, postForm } from '../../shell/page.ts'
import { folderNames, type Mail, mailOf, nameFor } from '../model.ts'
import { moves } from './list.ts'
import { carryOut, type Mailbox, option, type Session } from './parts.ts'

/** A mail within its thread, and its attachments. */
export function mailRoutes(mailbox: Mailbox): void {
  const { state, server } = mailbox
  server.app.get('/mails/:id', (c) => {
    const mail = mailOf(state, Number(c.req.param('id')))
    if (!mail) return c.notFound()
    const thread = state.mails.filter(
      (each) => each.thread === mail.thread && each.compose === null,
    )
    for (const each of thread) each.isRead = true
    return server.page(c, {
      title: mail.letter.subject || '(no subject)',
      main: html`${thread.map((each) => shown(mailbox, c, each))}`,
    })
  })
  server.app.post('/mails/:id/:act', (c) => {
    const { fields } = c.var
    const id = Number(c.req.param('id'))
    const mails = [id]
    const next = { path: `/mails/${id}`, said: 'Done' }
    const act = c.req.param('act')
    const [folder] = moves.find(([each]) => each === act) ?? []
    if (folder) {
      const moved = { path: '/mail/inbox', said: `Moved to ${folderNames[folder]}` }
      return carryOut(mailbox, c, { do: 'move', mails, folder }, moved)
    }
    if (act === 'star' || act === 'unstar')
      return carryOut(mailbox, c, { do: 'star', mails, on: act === 'star' }, next)
    if (act !== 'label') return c.notFound()
    const label = textField(fields, 'label')
    return carryOut(mailbox, c, { do: 'label', mails, label, on: true }, next)
  })
  server.app.get('/attachments/:id/:at', (c) => {
    const found = mailOf(state, Number(c.req.param('id')))?.letter.attachments[
      Number(c.req.param('at'))
    ]
    if (!found) return c.notFound()
    if (c.req.query('download') === undefined)
      return server.page(c, { title: found.name, main: html`<pre>${found.content}</pre>` })
    c.header(
      'Content-Disposition',
      `attachment; filename*=UTF-8''${encodeURIComponent(found.name)}`,
    )
    return c.body(found.content, 200, { 'Content-Type': 'application/octet-stream' })
  })
}

function shown({ state }: Mailbox, c: Session, mail: Mail): Html {
  const { id, from, letter, labels, at, folder, isStarred } = mail
  const form = (act: string, name: string) =>
    postForm(
      c.var.session,
      { action: `/mails/${id}/${act}`, className: 'inline' },
      html`<button>${name}</button> `,
    )
  const who = (addresses: readonly string[]) =>
    addresses
      .map((address) =>
        address === state.me.address ? 'me' : `${nameFor(state, address)} <${address}>`,
      )
      .join(', ')
  return html`<article aria-label="From ${from.name}: ${letter.subject}"><h2>${letter.subject}</h2>
<p>From ${from.name} &lt;${from.address}&gt; on ${new Date(at).toISOString().slice(0, 16).replace('T', ' ')}<br>To ${who(letter.to)}${letter.cc.length > 0 ? html`<br>Cc ${who(letter.cc)}` : ''}<br>In ${folderNames[folder]}${labels.length > 0 ? html`, labels ${labels.join(', ')}` : ''}</p>
<div style="white-space: pre-wrap">${letter.body}${mail.isMine && state.signature ? `\n-- \n${state.signature}` : ''}</div>
${letter.attachments.length > 0 ? html`<ul aria-label="Attachments">${letter.attachments.map(({ name }, place) => html`<li>${name} <a href="/attachments/${id}/${place}">View ${name}</a> <a href="/attachments/${id}/${place}?download=1">Download ${name}</a></li>`)}</ul>` : ''}
<p><a href="/compose?about=${id}&mode=reply">Reply</a> <a href="/compose?about=${id}&mode=all">Reply all</a> <a href="/compose?about=${id}&mode=forward">Forward</a></p>
<p>${form(isStarred ? 'unstar' : 'star', isStarred ? 'Remove star' : 'Star')}${moves.filter(([to]) => to !== folder).map(([to, name]) => form(to, name))}</p>
${postForm(c.var.session, { action: `/mails/${id}/label`, className: 'inline' }, html`<select name="label" aria-label="Label">${state.labels.map((label) => option(label, label))}</select> <button>Add label</button>`)}</article>`
}
