/** Everything the tracker knows; plain data. */
export type TrackerState = {
  readonly users: readonly User[]
  readonly projects: Project[]
  readonly issues: Issue[]
  readonly views: View[]
  readonly notifications: Notification[]
  readonly activity: Activity[]
  /** Milliseconds since the epoch; goes on with every change. */
  now: number
}

export const roles = ['viewer', 'reporter', 'developer', 'maintainer', 'admin'] as const
export type Role = (typeof roles)[number]

export const statuses = ['backlog', 'todo', 'doing', 'review', 'done', 'canceled'] as const
export type Status = (typeof statuses)[number]
export const statusNames: Readonly<Record<Status, string>> = {
  backlog: 'Backlog',
  todo: 'To do',
  doing: 'In progress',
  review: 'In review',
  done: 'Done',
  canceled: 'Canceled',
}
export const isOpen = ({ status }: { readonly status: Status }): boolean =>
  status !== 'done' && status !== 'canceled'

export const priorities = ['low', 'medium', 'high', 'urgent'] as const
export type Priority = (typeof priorities)[number]

export const linkKinds = ['blocks', 'relates to', 'duplicates'] as const
export type LinkKind = (typeof linkKinds)[number]

export type User = { readonly login: string; readonly name: string; readonly password: string }

export type Project = {
  readonly key: string
  readonly name: string
  readonly members: Record<string, Role>
  readonly labels: string[]
  readonly milestones: readonly string[]
  /** Number of the newest issue. */
  last: number
}

export type Fields = {
  title: string
  description: string
  labels: string[]
  assignee: string | null
  priority: Priority
  milestone: string | null
  /** `2026-03-10`. */
  due: string | null
}

export type Issue = Fields & {
  readonly key: string
  readonly project: string
  readonly reporter: string
  readonly created: number
  updated: number
  status: Status
  links: { readonly kind: LinkKind; readonly to: string }[]
  comments: Comment[]
  watchers: string[]
}

export type Comment = {
  readonly id: number
  readonly author: string
  readonly at: number
  readonly text: string
}

export type View = {
  readonly id: number
  readonly owner: string
  readonly name: string
  readonly project: string
  readonly query: string
  readonly sort: string
}

export type Notification = {
  readonly id: number
  readonly to: string
  readonly issue: string
  readonly text: string
  readonly at: number
  isRead: boolean
}

export type Activity = {
  readonly at: number
  readonly actor: string
  readonly issue: string | null
  readonly text: string
}

export const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10)
export const nameOf = (state: TrackerState, login: string | null): string =>
  login === null ? 'Nobody' : (state.users.find((user) => user.login === login)?.name ?? login)
export const issueOf = (state: TrackerState, key: string): Issue | undefined =>
  state.issues.find((issue) => issue.key === key)
export const projectOf = (state: TrackerState, key: string): Project | undefined =>
  state.projects.find((project) => project.key === key)
