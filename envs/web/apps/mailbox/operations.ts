import { arrive, causeArrivals } from './arrivals.ts'
import { type Folder, type Letter, type Mail, type MailState, mailOf } from './model.ts'

/** All that can be done to the mailbox. */
export type Operation =
  | { readonly do: 'send'; readonly letter: Letter; readonly compose?: string }
  | { readonly do: 'saveDraft'; readonly letter: Letter; readonly compose: string }
  | { readonly do: 'discardDraft'; readonly compose: string }
  | { readonly do: 'move'; readonly mails: readonly number[]; readonly folder: Folder }
  | { readonly do: 'star'; readonly mails: readonly number[]; readonly on: boolean }
  | {
      readonly do: 'label'
      readonly mails: readonly number[]
      readonly label: string
      readonly on: boolean
    }
  | { readonly do: 'createLabel'; readonly label: string }
  | {
      readonly do: 'addRule'
      readonly from: string
      readonly subject: string
      readonly label: string | null
      readonly folder: Folder | null
    }
  | { readonly do: 'deleteRule'; readonly rule: number }
  | { readonly do: 'setSignature'; readonly text: string }
  | { readonly do: 'addContact'; readonly name: string; readonly address: string }
  | {
      readonly do: 'editContact'
      readonly contact: number
      readonly name: string
      readonly address: string
    }
  | { readonly do: 'deleteContact'; readonly contact: number }
  /** What is due comes. */
  | { readonly do: 'refresh' }

export type Outcome =
  | { readonly ok: true; readonly arrived: readonly Mail[] }
  | { readonly ok: false; readonly reason: string }

const ADDRESS = /^[\w.+-]+@[\w-]+(?:\.[\w-]+)+$/

/** Does it, or says why not: then nothing has changed. */
export function apply(state: MailState, operation: Operation): Outcome {
  const reason = faultOf(state, operation)
  if (reason !== null) return { ok: false, reason }
  state.now += 60_000
  return { ok: true, arrived: run(state, operation) ?? [] }
}

function faultOf(state: MailState, operation: Operation): string | null {
  if ('mails' in operation && operation.mails.some((id) => !mailOf(state, id)))
    return 'There is no such mail.'
  switch (operation.do) {
    case 'send': {
      const { to, cc } = operation.letter
      const wrong = [...to, ...cc].find((address) => !ADDRESS.test(address))
      if (wrong !== undefined) return `${wrong} is no address.`
      return to.length === 0 ? 'A mail needs a recipient.' : null
    }
    case 'label':
      return state.labels.includes(operation.label) ? null : 'There is no such label.'
    case 'createLabel': {
      const label = operation.label.trim()
      return label === '' || state.labels.includes(label)
        ? 'A label needs a name of its own.'
        : null
    }
    case 'addRule':
      if (operation.from === '' && operation.subject === '')
        return 'A rule needs a sender or a subject.'
      return operation.label === null && operation.folder === null
        ? 'A rule needs something to do.'
        : null
    case 'addContact':
    case 'editContact':
      return ADDRESS.test(operation.address) && operation.name.trim() !== ''
        ? null
        : 'A contact needs a name and an address.'
    default:
      return null
  }
}

function run(state: MailState, operation: Operation): readonly Mail[] | undefined {
  switch (operation.do) {
    case 'send':
      return send(state, operation.letter, operation.compose ?? null)
    case 'saveDraft':
      return saveDraft(state, operation.letter, operation.compose)
    case 'discardDraft':
      return closeCompose(state, operation.compose)
    case 'move':
      return change(state, operation.mails, (mail) => {
        mail.folder = operation.folder
      })
    case 'star':
      return change(state, operation.mails, (mail) => {
        mail.isStarred = operation.on
      })
    case 'label':
      return change(state, operation.mails, (mail) => {
        mail.labels = mail.labels.filter((label) => label !== operation.label)
        if (operation.on) mail.labels.push(operation.label)
      })
    case 'createLabel':
      state.labels.push(operation.label.trim())
      return
    case 'addRule': {
      const { from, subject, label, folder } = operation
      const id = 1 + Math.max(0, ...state.rules.map((rule) => rule.id))
      state.rules.push({ id, from, subject, label, folder })
      return
    }
    case 'deleteRule':
      return drop(state.rules, operation.rule)
    case 'setSignature':
      state.signature = operation.text
      return
    case 'addContact': {
      const { name, address } = operation
      const id = 1 + Math.max(0, ...state.contacts.map((contact) => contact.id))
      state.contacts.push({ id, name: name.trim(), address })
      return
    }
    case 'editContact': {
      const { name, address } = operation
      const contact = state.contacts.find(({ id }) => id === operation.contact)
      if (contact) Object.assign(contact, { name: name.trim(), address })
      return
    }
    case 'deleteContact':
      return drop(state.contacts, operation.contact)
    case 'refresh':
      return arrive(state)
  }
}

function send(state: MailState, letter: Letter, compose: string | null): undefined {
  if (compose !== null) closeCompose(state, compose)
  write(state, letter, 'sent', null)
  causeArrivals(state, [...letter.to, ...letter.cc])
}

function saveDraft(state: MailState, letter: Letter, compose: string): undefined {
  // Saved after it was sent, by a page that did not know yet.
  if (state.closed.includes(compose)) return
  const at = state.mails.findIndex((mail) => mail.compose === compose)
  if (at >= 0) state.mails.splice(at, 1)
  write(state, letter, 'drafts', compose)
}

function closeCompose(state: MailState, compose: string): undefined {
  state.closed.push(compose)
  const at = state.mails.findIndex((mail) => mail.compose === compose)
  if (at >= 0) state.mails.splice(at, 1)
}

function write(state: MailState, letter: Letter, folder: Folder, compose: string | null): void {
  const id = ++state.lastId
  const about = letter.about === null ? undefined : mailOf(state, letter.about)
  state.mails.push({
    ...{ id, thread: about?.thread ?? id, from: state.me, at: state.now, letter, compose },
    ...{ isMine: true, folder, labels: [], isStarred: false, isRead: true },
  })
}

function change(state: MailState, ids: readonly number[], how: (mail: Mail) => void): undefined {
  for (const mail of state.mails) if (ids.includes(mail.id)) how(mail)
}

function drop(list: { readonly id: number }[], id: number): undefined {
  const at = list.findIndex((each) => each.id === id)
  if (at >= 0) list.splice(at, 1)
}
