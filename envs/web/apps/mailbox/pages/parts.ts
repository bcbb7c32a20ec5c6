import { type AppContext, type AppServer, textField } from '../../shell/app-server.ts'
import { type Html, html } from '../../shell/page.ts'
import type { Attachment, Letter, MailState } from '../model.ts'
import { apply, type Operation } from '../operations.ts'

/** What a visitor's session holds: how many compose windows it had. */
export type Visit = { composed: number }
export type Session = AppContext<Visit>
export type Mailbox = { readonly state: MailState; readonly server: AppServer<Visit> }

/** Does what a form asked for, and shows what became of it. */
export function carryOut(
  { state, server }: Mailbox,
  c: Session,
  operation: Operation,
  next: { readonly path: string; readonly said: string; readonly back?: string },
): Response {
  const outcome = apply(state, operation)
  return outcome.ok
    ? server.redirect(c, next.path, { status: next.said })
    : server.redirect(c, next.back ?? next.path, { alert: outcome.reason })
}

export const option = (value: string, label: string, isSelected = false): Html =>
  html`<option value="${value}"${isSelected ? html` selected` : ''}>${label}</option>`

export const lines = (text: string): string => text.replaceAll('\r\n', '\n')

/** Addresses of a field: plain, in angle brackets, or the name of a contact. */
export function addressesOf(state: MailState, text: string): readonly string[] {
  const parts = text.split(/[,;]/).map((part) => part.trim())
  return [...new Set(parts.filter((part) => part !== ''))].map((part) => {
    const contact = state.contacts.find(({ name }) => name.toLowerCase() === part.toLowerCase())
    return (contact?.address ?? /<([^>]+)>/.exec(part)?.[1] ?? part).toLowerCase()
  })
}

/** What a compose form holds, new files and those that were there before. */
export async function letterOf(state: MailState, fields: FormData): Promise<Letter> {
  const about = Number(textField(fields, 'about')) || null
  const source = state.mails.find(({ id }) => id === about)
  const kept = textField(fields, 'mode') === 'forward' ? (source?.letter.attachments ?? []) : []
  const compose = textField(fields, 'compose')
  const saved = state.mails.find((mail) => mail.compose === compose && compose !== '')
  const files = fields.getAll('files').filter((file) => typeof file !== 'string')
  const added = await Promise.all(
    files
      .filter(({ name }) => name !== '')
      .map(
        async (file): Promise<Attachment> => ({
          ...{ name: file.name, mimeType: file.type, content: await file.text() },
        }),
      ),
  )
  const all = [...kept, ...(saved?.letter.attachments ?? []), ...added]
  const names = all.map(({ name }) => name)
  return {
    to: addressesOf(state, textField(fields, 'to')),
    cc: addressesOf(state, textField(fields, 'cc')),
    subject: textField(fields, 'subject'),
    body: lines(textField(fields, 'body')),
    attachments: all.filter(({ name }, at) => names.indexOf(name) === at),
    about,
  }
}
