import { type Issue, nameOf, type TrackerState } from './model.ts'

/** Logins that a text mentions: `@ada`. */
export const mentionsOf = (text: string): readonly string[] => [
  ...new Set([...text.matchAll(/(?:^|[^\w@])@(\w+)/g)].map((match) => match[1] ?? '')),
]

/** Members of the project who are mentioned hear of it, and watch the issue from then on. */
export function notifyMentioned(
  state: TrackerState,
  actor: string,
  issue: Issue,
  text: string,
): void {
  const members = state.projects.find(({ key }) => key === issue.project)?.members ?? {}
  for (const login of mentionsOf(text)) {
    if (!(login in members) || login === actor) continue
    notify(state, login, issue.key, `${nameOf(state, actor)} mentioned you: ${text}`)
  }
}

/** Who watches an issue, or has to do it, hears of what others do to it. */
export function notifyWatchers(
  state: TrackerState,
  actor: string,
  issue: Issue,
  text: string,
): void {
  const hearers = new Set([...issue.watchers, ...(issue.assignee ? [issue.assignee] : [])])
  hearers.delete(actor)
  for (const login of hearers) notify(state, login, issue.key, `${nameOf(state, actor)} ${text}`)
}

function notify(state: TrackerState, to: string, issue: string, text: string): void {
  const id = Math.max(0, ...state.notifications.map((each) => each.id)) + 1
  state.notifications.push({ id, to, issue, text, at: state.now, isRead: false })
}
