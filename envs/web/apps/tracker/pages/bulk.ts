import { textField } from '../../shell/app-server.ts'
import { type Fields, type Issue, priorities, statuses } from '../model.ts'
import { apply, type Operation } from '../operations.ts'
import { isRefused, me, problem, projectFor, type Tracker } from './parts.ts'

/** One change for all issues that were checked: all of it, or where one is refused nothing. */
export function bulkRoute(tracker: Tracker): void {
  const { state, server } = tracker
  server.app.post('/projects/:project/bulk', (c) => {
    const project = projectFor(tracker, c)
    if (isRefused(project)) return project
    const { fields } = c.var
    const keys = fields.getAll('issue')
    const issues = state.issues.filter(
      (issue) => issue.project === project.key && keys.includes(issue.key),
    )
    const operations = issues.flatMap((issue) => operationsFor(issue, fields))
    const back = `/projects/${project.key}/issues`
    if (operations.length === 0)
      return server.redirect(c, back, { alert: 'Select issues, and what to change.' })
    const trial = structuredClone(state)
    for (const operation of operations) {
      const outcome = apply(trial, me(c), operation)
      if (!outcome.ok) return problem(tracker, c, outcome)
    }
    for (const operation of operations) apply(state, me(c), operation)
    return server.redirect(c, back, { status: `${issues.length} issues changed` })
  })
}

function operationsFor(issue: Issue, fields: FormData): readonly Operation[] {
  const chosen = (name: string) => textField(fields, name)
  const changes: Partial<Fields> = {}
  const status = statuses.find((each) => each === chosen('status'))
  const priority = priorities.find((each) => each === chosen('priority'))
  const nullable = (value: string) => (value === '-' ? null : value)
  if (priority) changes.priority = priority
  if (chosen('assignee')) changes.assignee = nullable(chosen('assignee'))
  if (chosen('milestone')) changes.milestone = nullable(chosen('milestone'))
  if (chosen('label')) changes.labels = [...new Set([...issue.labels, chosen('label')])]
  return [
    ...(Object.keys(changes).length > 0
      ? [{ do: 'editIssue', issue: issue.key, changes } as const]
      : []),
    ...(status ? [{ do: 'moveIssue', issue: issue.key, status } as const] : []),
  ]
}
