import { type Facts, plainText } from '../posed/verdict.ts'
import type { TrackerState } from './model.ts'

/** What of the tracker counts: neither times, nor who was told, nor how often something was changed. */
export function factsOf(state: TrackerState): Facts {
  const facts: Record<string, string> = {}
  for (const { key, comments, ...issue } of state.issues) {
    const { title, description, labels, assignee, priority, milestone, due } = issue
    const { status, links, watchers, reporter } = issue
    const parts = {
      ...{ title: plainText(title), description: plainText(description) },
      ...{ labels: [...labels].sort(), assignee, priority, milestone, due, status, reporter },
      links: links.map(({ kind, to }) => `${kind} ${to}`).sort(),
      watchers: [...watchers].sort(),
    }
    for (const [part, value] of Object.entries(parts))
      facts[`${key}.${part}`] = JSON.stringify(value)
    for (const { id, author, text } of comments)
      facts[`${key}.comment ${id}`] = `${author}: ${plainText(text)}`
  }
  for (const { key, labels, members } of state.projects) {
    for (const label of labels) facts[`${key}.label ${label}`] = 'there'
    for (const [login, role] of Object.entries(members)) facts[`${key}.member ${login}`] = role
  }
  for (const { id, owner, name, project, query, sort } of state.views)
    facts[`view ${id}`] = JSON.stringify([owner, name, project, terms(query), sort])
  for (const { id, isRead } of state.notifications) if (isRead) facts[`notification ${id}`] = 'read'
  return facts
}

/** The order of a query's terms means nothing. */
const terms = (query: string): readonly string[] =>
  [...(query.toLowerCase().match(/(?:[^\s"]|"[^"]*")+/g) ?? [])].sort()
