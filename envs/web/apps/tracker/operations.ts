import {
  type Fields,
  type Issue,
  issueOf,
  type LinkKind,
  nameOf,
  type Project,
  projectOf,
  type Role,
  type Status,
  statusNames,
  type TrackerState,
} from './model.ts'
import { notifyMentioned, notifyWatchers } from './notify.ts'
import { refusal, transitions } from './permissions.ts'

/** All that can be done to the tracker. */
export type Operation =
  | { readonly do: 'createIssue'; readonly project: string; readonly fields: Fields }
  | { readonly do: 'editIssue'; readonly issue: string; readonly changes: Partial<Fields> }
  | { readonly do: 'moveIssue'; readonly issue: string; readonly status: Status }
  | { readonly do: 'comment'; readonly issue: string; readonly text: string }
  | { readonly do: 'deleteComment'; readonly issue: string; readonly comment: number }
  | { readonly do: 'link'; readonly issue: string; readonly kind: LinkKind; readonly to: string }
  | { readonly do: 'unlink'; readonly issue: string; readonly kind: LinkKind; readonly to: string }
  | { readonly do: 'deleteIssue'; readonly issue: string }
  | { readonly do: 'watch'; readonly issue: string; readonly on: boolean }
  | {
      readonly do: 'saveView'
      readonly project: string
      readonly name: string
      readonly query: string
      readonly sort: string
    }
  | { readonly do: 'deleteView'; readonly view: number }
  | { readonly do: 'createLabel'; readonly project: string; readonly label: string }
  | {
      readonly do: 'renameLabel'
      readonly project: string
      readonly label: string
      readonly to: string
    }
  | { readonly do: 'deleteLabel'; readonly project: string; readonly label: string }
  | {
      readonly do: 'setRole'
      readonly project: string
      readonly login: string
      readonly role: Role
    }
  | { readonly do: 'removeMember'; readonly project: string; readonly login: string }
  | { readonly do: 'markRead'; readonly notification: number | 'all' }

export type Outcome =
  | { readonly ok: true; readonly made?: string }
  | { readonly ok: false; readonly status: 403 | 404 | 422; readonly reason: string }

const MINUTE = 60_000

/** Does it, or says why not: then nothing has changed. */
export function apply(state: TrackerState, actor: string, operation: Operation): Outcome {
  if ('issue' in operation && !issueOf(state, operation.issue))
    return fault(404, `There is no issue ${operation.issue}.`)
  const reason = refusal(state, actor, operation)
  if (reason !== null) return fault(403, reason)
  state.now += MINUTE
  return run(state, actor, operation)
}

function run(state: TrackerState, actor: string, operation: Operation): Outcome {
  switch (operation.do) {
    case 'createIssue':
      return createIssue(state, actor, operation.project, operation.fields)
    case 'markRead':
      return markRead(state, actor, operation.notification)
    case 'deleteView':
      return deleteView(state, actor, operation.view)
    case 'saveView': {
      const { name, project, query, sort } = operation
      if (name.trim() === '') return fault(422, 'A view needs a name.')
      const id = Math.max(0, ...state.views.map((view) => view.id)) + 1
      state.views.push({ id, owner: actor, name: name.trim(), project, query, sort })
      return { ok: true, made: String(id) }
    }
    case 'createLabel':
    case 'renameLabel':
    case 'deleteLabel':
    case 'setRole':
    case 'removeMember':
      return changeProject(state, actor, projectOf(state, operation.project), operation)
    default: {
      const issue = issueOf(state, operation.issue)
      return issue ? changeIssue(state, actor, issue, operation) : fault(404, 'It is gone.')
    }
  }
}

function createIssue(state: TrackerState, actor: string, key: string, fields: Fields): Outcome {
  const project = projectOf(state, key)
  if (!project) return fault(404, `There is no project ${key}.`)
  const wrong = faultOfFields(project, fields)
  if (wrong !== null) return fault(422, wrong)
  project.last++
  const issue: Issue = {
    ...{ ...fields, title: fields.title.trim(), key: `${key}-${project.last}`, project: key },
    ...{ reporter: actor, created: state.now, updated: state.now, status: 'backlog' },
    ...{ links: [], comments: [], watchers: [actor] },
  }
  state.issues.push(issue)
  note(state, actor, issue.key, 'created the issue')
  notifyMentioned(state, actor, issue, fields.description)
  return { ok: true, made: issue.key }
}

type OfIssue = Exclude<Extract<Operation, { issue: string }>, { do: 'createIssue' }>

function changeIssue(
  state: TrackerState,
  actor: string,
  issue: Issue,
  operation: OfIssue,
): Outcome {
  const done = (text: string): Outcome => {
    issue.updated = state.now
    note(state, actor, issue.key, text)
    notifyWatchers(state, actor, issue, text)
    return { ok: true }
  }
  switch (operation.do) {
    case 'editIssue': {
      const project = projectOf(state, issue.project)
      const wrong = project ? faultOfFields(project, { ...issue, ...operation.changes }) : null
      if (wrong !== null) return fault(422, wrong)
      Object.assign(issue, operation.changes)
      return done(`changed ${Object.keys(operation.changes).join(', ') || 'nothing'}`)
    }
    case 'moveIssue': {
      const { status } = operation
      if (!transitions[issue.status].includes(status))
        return fault(
          422,
          `${issue.key} cannot go from ${statusNames[issue.status]} to ${statusNames[status]}.`,
        )
      issue.status = status
      return done(`moved it to ${statusNames[status]}`)
    }
    case 'comment': {
      const text = operation.text.trim()
      if (text === '') return fault(422, 'A comment needs a text.')
      const id = Math.max(0, ...issue.comments.map((comment) => comment.id)) + 1
      issue.comments.push({ id, author: actor, at: state.now, text })
      notifyMentioned(state, actor, issue, text)
      return done('commented')
    }
    case 'deleteComment': {
      const at = issue.comments.findIndex(({ id }) => id === operation.comment)
      if (at < 0) return fault(404, 'There is no such comment.')
      issue.comments.splice(at, 1)
      return done('deleted a comment')
    }
    case 'link':
      return link(state, issue, operation, done)
    case 'unlink': {
      const { kind, to } = operation
      issue.links = issue.links.filter((each) => each.kind !== kind || each.to !== to)
      return done(`removed: ${kind} ${to}`)
    }
    case 'watch': {
      issue.watchers = issue.watchers.filter((login) => login !== actor)
      if (operation.on) issue.watchers.push(actor)
      return { ok: true }
    }
    case 'deleteIssue': {
      state.issues.splice(state.issues.indexOf(issue), 1)
      for (const other of state.issues)
        other.links = other.links.filter(({ to }) => to !== issue.key)
      note(state, actor, issue.key, 'deleted the issue')
      return { ok: true }
    }
  }
}

function link(
  state: TrackerState,
  issue: Issue,
  { kind, to }: { readonly kind: LinkKind; readonly to: string },
  done: (text: string) => Outcome,
): Outcome {
  if (!issueOf(state, to) || to === issue.key)
    return fault(422, `There is no other issue ${to} to link.`)
  if (issue.links.some((each) => each.kind === kind && each.to === to))
    return fault(422, 'They are linked already.')
  issue.links.push({ kind, to })
  // A duplicate has no life of its own.
  if (kind === 'duplicates') issue.status = 'canceled'
  return done(`${kind} ${to}`)
}

type OfProject = Extract<
  Operation,
  { do: 'createLabel' | 'renameLabel' | 'deleteLabel' | 'setRole' | 'removeMember' }
>

function changeProject(
  state: TrackerState,
  actor: string,
  project: Project | undefined,
  operation: OfProject,
): Outcome {
  if (!project) return fault(404, 'There is no such project.')
  const issues = state.issues.filter((issue) => issue.project === project.key)
  switch (operation.do) {
    case 'createLabel': {
      const label = operation.label.trim()
      if (label === '' || project.labels.includes(label))
        return fault(422, 'A label needs a name of its own.')
      project.labels.push(label)
      break
    }
    case 'renameLabel':
    case 'deleteLabel': {
      const at = project.labels.indexOf(operation.label)
      if (at < 0) return fault(404, `There is no label ${operation.label}.`)
      const to = operation.do === 'renameLabel' ? [operation.to.trim()] : []
      if (to.some((label) => label === '' || project.labels.includes(label)))
        return fault(422, 'A label needs a name of its own.')
      project.labels.splice(at, 1, ...to)
      for (const issue of issues)
        issue.labels = issue.labels.flatMap((each) => (each === operation.label ? to : [each]))
      break
    }
    case 'setRole':
      if (!state.users.some(({ login }) => login === operation.login))
        return fault(422, `There is no user ${operation.login}.`)
      if (operation.login === actor) return fault(422, 'Your own role is for others to change.')
      project.members[operation.login] = operation.role
      break
    case 'removeMember':
      if (operation.login === actor) return fault(422, 'You cannot remove yourself.')
      if (!(operation.login in project.members)) return fault(404, 'There is no such member.')
      delete project.members[operation.login]
  }
  note(state, actor, null, `changed the settings of ${project.name}`)
  return { ok: true }
}

function markRead(state: TrackerState, actor: string, which: number | 'all'): Outcome {
  const meant = state.notifications.filter(
    ({ id, to }) => to === actor && (which === 'all' || which === id),
  )
  if (meant.length === 0) return fault(404, 'There is no such notification.')
  for (const notification of meant) notification.isRead = true
  return { ok: true }
}

function deleteView(state: TrackerState, actor: string, id: number): Outcome {
  const at = state.views.findIndex((view) => view.id === id)
  if (at < 0) return fault(404, 'There is no such view.')
  if (state.views[at]?.owner !== actor) return fault(403, 'This view is somebody else’s.')
  state.views.splice(at, 1)
  return { ok: true }
}

function faultOfFields(project: Project, fields: Fields): string | null {
  const { title, labels, assignee, milestone, due } = fields
  const label = labels.find((each) => !project.labels.includes(each))
  if (title.trim() === '') return 'An issue needs a title.'
  if (label !== undefined) return `${project.name} has no label ${label}.`
  if (assignee !== null && !(assignee in project.members))
    return `${assignee} is no member of ${project.name}.`
  if (milestone !== null && !project.milestones.includes(milestone))
    return `${project.name} has no milestone ${milestone}.`
  if (due !== null && !/^\d{4}-\d{2}-\d{2}$/.test(due)) return 'A date is written as 2026-03-31.'
  return null
}

const fault = (status: 403 | 404 | 422, reason: string): Outcome => ({ ok: false, status, reason })

function note(state: TrackerState, actor: string, issue: string | null, text: string): void {
  state.activity.push({ at: state.now, actor, issue, text: `${nameOf(state, actor)} ${text}` })
}
