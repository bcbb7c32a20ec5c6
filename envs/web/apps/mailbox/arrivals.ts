import type { Mail, MailState } from './model.ts'

/** What waited for a mail to one of these is on its way from now on. */
export function causeArrivals(state: MailState, addresses: readonly string[]): void {
  for (const arrival of state.arrivals) if (addresses.includes(arrival.after)) arrival.isDue = true
}

/** What is due comes, and passes the rules. */
export function arrive(state: MailState): readonly Mail[] {
  const due = state.arrivals.filter(({ isDue }) => isDue)
  const rest = state.arrivals.filter(({ isDue }) => !isDue)
  state.arrivals.splice(0, state.arrivals.length, ...rest)
  return due.map(({ mail }) => {
    const { from, letter } = mail
    for (const rule of state.rules) {
      const fits =
        from.address.includes(rule.from.toLowerCase()) &&
        letter.subject.toLowerCase().includes(rule.subject.toLowerCase())
      if (!fits) continue
      if (rule.label !== null) mail.labels.push(rule.label)
      if (rule.folder !== null) mail.folder = rule.folder
    }
    state.mails.push(mail)
    return mail
  })
}
