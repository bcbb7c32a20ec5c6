import { textField } from '../../shell/app-server.ts'
import { type Html, html, raw } from '../../shell/page.ts'
import { type Letter, mailOf, nameFor } from '../model.ts'
import { apply } from '../operations.ts'
import { carryOut, letterOf, type Mailbox, type Session } from './parts.ts'

const EMPTY: Letter = { to: [], cc: [], subject: '', body: '', attachments: [], about: null }

/** Writing: new, a reply, a forward, or a draft; drafts are saved while one types. */
export function composeRoutes(mailbox: Mailbox): void {
  const { state, server } = mailbox
  server.app.get('/compose', (c) => {
    const draft = mailOf(state, Number(c.req.query('draft')))
    const mode = c.req.query('mode') ?? ''
    const letter = draft?.letter ?? startOf(mailbox, Number(c.req.query('about')), mode)
    const compose = draft?.compose ?? `${c.var.session.id}-${++c.var.session.data.composed}`
    return server.page(c, {
      title: draft ? 'Draft' : 'New mail',
      main: form(mailbox, c, letter, { compose, mode }),
    })
  })
  server.app.post('/drafts', async (c) => {
    const letter = await letterOf(state, c.var.fields)
    apply(state, { do: 'saveDraft', letter, compose: textField(c.var.fields, 'compose') })
    return c.json({ saved: true })
  })
  server.app.post('/send', async (c) => {
    const letter = await letterOf(state, c.var.fields)
    const compose = textField(c.var.fields, 'compose')
    if (textField(c.var.fields, 'act') === 'discard')
      return carryOut(
        mailbox,
        c,
        { do: 'discardDraft', compose },
        { path: '/mail/inbox', said: 'Draft discarded' },
      )
    if (textField(c.var.fields, 'act') === 'save')
      return carryOut(
        mailbox,
        c,
        { do: 'saveDraft', letter, compose },
        { path: '/mail/drafts', said: 'Draft saved' },
      )
    const next = { path: '/mail/inbox', back: '/compose', said: 'Mail sent' }
    return carryOut(mailbox, c, { do: 'send', letter, compose }, next)
  })
}

function startOf({ state }: Mailbox, id: number, mode: string): Letter {
  const mail = mailOf(state, id)
  if (!mail) return EMPTY
  const { subject, to, cc } = mail.letter
  const others = [...to, ...cc].filter((address) => address !== state.me.address)
  const isForward = mode === 'forward'
  const prefix = isForward ? 'Fwd: ' : 'Re: '
  return {
    ...EMPTY,
    about: id,
    subject: subject.startsWith(prefix) ? subject : `${prefix}${subject}`,
    to: isForward ? [] : [mail.isMine ? (to[0] ?? '') : mail.from.address],
    cc: mode === 'all' ? others.filter((address) => address !== mail.from.address) : [],
    attachments: isForward ? mail.letter.attachments : [],
  }
}

interface Window {
  readonly compose: string
  readonly mode: string
}

const form = (
  { state }: Mailbox,
  c: Session,
  letter: Letter,
  { compose, mode }: Window,
): Html => html`<div id="draft-token" data-token="${c.var.session.token('/drafts')}"></div>
<form method="post" action="/send" enctype="multipart/form-data" aria-label="Compose" id="compose">
<input type="hidden" name="token" value="${c.var.session.token('/send')}"><input type="hidden" name="compose" value="${compose}">
<input type="hidden" name="about" value="${letter.about ?? ''}"><input type="hidden" name="mode" value="${mode}">
${addressInput({ state }, 'to', 'To', letter.to)}${addressInput({ state }, 'cc', 'Cc', letter.cc)}
<label>Subject <input name="subject" size="60" value="${letter.subject}"></label>
<label>Message <textarea name="body" rows="8" cols="70">${letter.body}</textarea></label>
${letter.attachments.length > 0 ? html`<p>Attached: ${letter.attachments.map(({ name }) => name).join(', ')}</p>` : ''}
<label>Attach files <input type="file" name="files" multiple></label>
<p><button name="act" value="send">Send</button> <button name="act" value="save">Save draft</button> <button name="act" value="discard">Discard</button> <span role="status" id="saved"></span></p>
${state.signature ? html`<p>Your signature is added: ${state.signature}</p>` : ''}</form>
<script>${raw(SUGGEST)}${raw(AUTOSAVE)}</script>`

const addressInput = (
  { state }: Pick<Mailbox, 'state'>,
  name: string,
  label: string,
  addresses: readonly string[],
): Html => html`<label for="${name}">${label}</label><input id="${name}" name="${name}" size="60" autocomplete="off" role="combobox" aria-expanded="false" aria-controls="${name}-list" value="${addresses.join(', ')}">
<ul id="${name}-list" role="listbox" aria-label="${label} suggestions" hidden>${[
  ...state.contacts,
].map(
  ({ address }) =>
    html`<li role="option" data-address="${address}" hidden>${nameFor(state, address)} &lt;${address}&gt;</li>`,
)}</ul>`

const SUGGEST = `for (const input of document.querySelectorAll('[role=combobox]')) {
  const list = document.getElementById(input.getAttribute('aria-controls'))
  const show = (isOpen) => { list.hidden = !isOpen; input.setAttribute('aria-expanded', String(isOpen)) }
  input.addEventListener('input', () => {
    const word = input.value.split(',').pop().trim().toLowerCase()
    let count = 0
    for (const item of list.children) {
      item.hidden = word === '' || !item.textContent.toLowerCase().includes(word) || word === item.dataset.address
      if (!item.hidden) count++
    }
    show(count > 0)
  })
  for (const item of list.children) item.onclick = () => {
    const before = input.value.split(',').slice(0, -1).map((part) => part.trim())
    input.value = [...before, item.dataset.address].join(', ')
    show(false)
    input.dispatchEvent(new Event('change', { bubbles: true }))
  }
}
`
const AUTOSAVE = `const form = document.getElementById('compose')
let timer
form.addEventListener('submit', () => clearTimeout(timer))
form.addEventListener('input', () => {
  clearTimeout(timer)
  timer = setTimeout(async () => {
    const body = new FormData(form)
    body.set('token', document.getElementById('draft-token').dataset.token)
    await (await fetch('/drafts', { method: 'POST', body })).json()
    document.getElementById('saved').textContent = 'Draft saved'
  }, 800)
})`
