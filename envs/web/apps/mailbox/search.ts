import { dayOf, type Mail, type MailState, nameFor } from './model.ts'

export const searchSyntax =
  'from:ana to: subject:invoice has:attachment before:2026-02-10 after: is:starred is:unread label:travel in:archive "several words" and - before what must not be'

type Test = (mail: Mail) => boolean

/** Which mails fit a search, and what of it has no meaning. Spam and trash only where they are asked for. */
export function searchMails(
  state: MailState,
  text: string,
): { readonly found: readonly Mail[]; readonly problems: readonly string[] } {
  const problems: string[] = []
  const tests: Test[] = []
  for (const [term] of text.matchAll(/-?(?:[a-z]+:)?(?:"[^"]*"|[^\s"]+)/gi)) {
    const [, field, raw = ''] = /^-?(?:([a-z]+):)?(.*)$/i.exec(term) ?? []
    const value = raw.replaceAll('"', '').toLowerCase()
    const test = testOf(state, field?.toLowerCase() ?? '', value)
    if (typeof test === 'string') problems.push(test)
    else tests.push(term.startsWith('-') ? (mail) => !test(mail) : test)
  }
  const isHidden: Test = ({ folder }) =>
    (folder === 'spam' || folder === 'trash') && !text.toLowerCase().includes('in:')
  const found = state.mails.filter((mail) => !isHidden(mail) && tests.every((test) => test(mail)))
  return { problems, found }
}

function testOf(state: MailState, field: string, value: string): Test | string {
  const has = (...texts: readonly string[]) =>
    texts.some((text) => text.toLowerCase().includes(value))
  switch (field) {
    case '':
      return ({ letter, from }) => has(letter.subject, letter.body, from.name, from.address)
    case 'from':
      return ({ from }) => has(from.name, from.address)
    case 'to':
      return ({ letter }) =>
        [...letter.to, ...letter.cc].some((address) => has(address, nameFor(state, address)))
    case 'subject':
      return ({ letter }) => has(letter.subject)
    case 'label':
      return ({ labels }) => labels.some((label) => label.toLowerCase() === value)
    case 'in':
      return ({ folder }) => folder === value
    case 'has':
      return value === 'attachment'
        ? ({ letter }) => letter.attachments.length > 0
        : `has: knows attachment`
    case 'is':
      if (value === 'starred') return ({ isStarred }) => isStarred
      if (value === 'unread') return ({ isRead }) => !isRead
      return value === 'read' ? ({ isRead }) => isRead : `is: knows starred, unread and read`
    case 'before':
    case 'after':
      if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) return `${value} is no date as 2026-02-28`
      return field === 'before' ? ({ at }) => dayOf(at) < value : ({ at }) => dayOf(at) > value
    default:
      return `There is no operator ${field}:`
  }
}

export const newestFirst = (mails: readonly Mail[]): readonly Mail[] =>
  [...mails].sort((a, b) => b.at - a.at || b.id - a.id)
