import { type Facts, plainText } from '../posed/verdict.ts'
import type { Letter, Mail, MailState } from './model.ts'

/** What of the mailbox counts: not when something was done, nor what was read. */
export function factsOf(state: MailState): Facts {
  const facts: Record<string, string> = { signature: plainText(state.signature) }
  for (const mail of state.mails.filter(({ isMine }) => !isMine)) {
    const { id, folder, labels, isStarred } = mail
    // As it came it is no fact: whether it came already is not what is asked for.
    if (folder !== 'inbox') facts[`mail ${id}.folder`] = folder
    if (isStarred) facts[`mail ${id}.star`] = 'yes'
    for (const label of labels) facts[`mail ${id}.label ${label}`] = 'yes'
  }
  const mine = state.mails.filter(({ isMine, letter }) => isMine && !isEmpty(letter))
  for (const [place, entry] of mine.map(written).sort(byText).entries())
    for (const [part, value] of Object.entries(entry)) facts[`written ${place}.${part}`] = value
  for (const { name, address } of state.contacts) facts[`contact ${address}`] = name
  for (const label of state.labels) facts[`label ${label}`] = 'there'
  for (const { id, from, subject, label, folder } of state.rules)
    facts[`rule ${id}`] = JSON.stringify([from.toLowerCase(), subject.toLowerCase(), label, folder])
  return facts
}

function written({ folder, letter, labels, isStarred }: Mail): Readonly<Record<string, string>> {
  const { to, cc, subject, body, attachments, about } = letter
  return {
    ...{ folder, to: [...to].sort().join(', '), cc: [...cc].sort().join(', ') },
    ...{ subject: plainText(subject), body: plainText(body), about: String(about) },
    attachments: attachments.map(({ name, content }) => `${name}: ${content}`).join('; '),
    marks: [...labels, ...(isStarred ? ['star'] : [])].join(', '),
  }
}

const byText = (one: object, other: object): number =>
  JSON.stringify(one) < JSON.stringify(other) ? -1 : 1

/** A compose window that was opened and left is no draft. */
const isEmpty = ({ to, cc, subject, body, attachments, about }: Letter): boolean =>
  about === null && [...to, ...cc, ...attachments, subject, body].join('') === ''
