import {
  dayOf,
  type Issue,
  isOpen,
  priorities,
  type Status,
  statuses,
  statusNames,
  type TrackerState,
} from './model.ts'

/** A query as it was understood. */
export interface Query {
  matches(issue: Issue): boolean
  /** What of it has no meaning, for people; empty where all has. */
  readonly problems: readonly string[]
}

export const querySyntax =
  'is:open is:closed status:review assignee:ada assignee:me assignee:none reporter: label: priority: milestone: due:<2026-03-10 due:none mentions:me "several words" and - before what must not be'

type Test = (issue: Issue) => boolean

/** Words and `field:value` terms that must all hold; quotes keep words together, a minus turns a term round. */
export function parseQuery(text: string, state: TrackerState, me: string): Query {
  const problems: string[] = []
  const tests: Test[] = []
  for (const [term] of text.matchAll(/-?(?:[a-z]+:)?(?:"[^"]*"|[^\s"]+)/gi)) {
    const isNegated = term.startsWith('-')
    const [, field, raw = ''] = /^-?(?:([a-z]+):)?(.*)$/i.exec(term) ?? []
    const value = raw.replaceAll('"', '').toLowerCase()
    const test = field ? testOf(field.toLowerCase(), value, state, me) : textTest(value)
    if (typeof test === 'string') problems.push(test)
    else tests.push(isNegated ? (issue) => !test(issue) : test)
  }
  return { problems, matches: (issue) => tests.every((test) => test(issue)) }
}

function testOf(field: string, value: string, state: TrackerState, me: string): Test | string {
  const login = value === 'me' ? me : value === 'none' ? null : value
  switch (field) {
    case 'is':
      if (value === 'open') return isOpen
      return value === 'closed' ? (issue) => !isOpen(issue) : `is: knows open and closed`
    case 'status': {
      const status = statusNamed(value)
      return status ? (issue) => issue.status === status : `There is no status ${value}`
    }
    case 'priority':
      return (priorities as readonly string[]).includes(value)
        ? (issue) => issue.priority === value
        : `There is no priority ${value}`
    case 'assignee':
      return login === null || state.users.some((user) => user.login === login)
        ? (issue) => issue.assignee === login
        : `There is no user ${value}`
    case 'reporter':
      return state.users.some((user) => user.login === login)
        ? (issue) => issue.reporter === login
        : `There is no user ${value}`
    case 'label':
      return value === 'none'
        ? (issue) => issue.labels.length === 0
        : (issue) => issue.labels.some((label) => label.toLowerCase() === value)
    case 'milestone':
      return (issue) => (issue.milestone?.toLowerCase() ?? 'none') === value
    case 'due':
      return dateTest(value, ({ due }) => due)
    case 'created':
      return dateTest(value, ({ created }) => dayOf(created))
    case 'mentions':
      return (issue) =>
        [issue.description, ...issue.comments.map(({ text }) => text)].some((text) =>
          text.toLowerCase().includes(`@${login}`),
        )
    default:
      return `There is no field ${field}`
  }
}

const textTest =
  (value: string): Test =>
  ({ key, title, description }) =>
    [key, title, description].some((text) => text.toLowerCase().includes(value))

const statusNamed = (value: string): Status | undefined =>
  statuses.find((status) => status === value || statusNames[status].toLowerCase() === value)

function dateTest(value: string, read: (issue: Issue) => string | null): Test | string {
  if (value === 'none') return (issue) => read(issue) === null
  const [, comparison = '', date] = /^([<>]?)(\d{4}-\d{2}-\d{2})$/.exec(value) ?? []
  if (date === undefined) return `${value} is no date as 2026-03-31`
  return (issue) => {
    const day = read(issue)
    if (day === null) return false
    return comparison === '<' ? day < date : comparison === '>' ? day > date : day === date
  }
}

export const sorts = ['key', 'title', 'priority', 'due', 'updated', 'status'] as const
export type Sort = (typeof sorts)[number]

/** `-due` is from last to first; what has no due date comes last either way. */
export function sortIssues(issues: readonly Issue[], order: string): readonly Issue[] {
  const isDown = order.startsWith('-')
  const sort = sorts.find((each) => each === order.replace(/^-/, '')) ?? 'key'
  const missing = (issue: Issue) => Number(sort === 'due' && issue.due === null)
  return [...issues].sort((a, b) => {
    const gap = missing(a) - missing(b)
    const direction = (isDown ? -1 : 1) * compareBy(sort, a, b)
    return gap || direction || numberOf(a) - numberOf(b)
  })
}

function compareBy(sort: Sort, a: Issue, b: Issue): number {
  if (sort === 'title') return a.title < b.title ? -1 : Number(a.title > b.title)
  if (sort === 'due') return (a.due ?? '') < (b.due ?? '') ? -1 : Number(a.due !== b.due)
  if (sort === 'priority') return priorities.indexOf(b.priority) - priorities.indexOf(a.priority)
  if (sort === 'status') return statuses.indexOf(a.status) - statuses.indexOf(b.status)
  return sort === 'updated' ? b.updated - a.updated : numberOf(a) - numberOf(b)
}

const numberOf = ({ key }: Issue): number => Number(key.split('-')[1])
