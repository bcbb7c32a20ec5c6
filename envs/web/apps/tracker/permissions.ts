import {
  type Issue,
  issueOf,
  projectOf,
  type Role,
  roles,
  type Status,
  type TrackerState,
} from './model.ts'
import type { Operation } from './operations.ts'

/** The least role for each operation. */
export const needed: Readonly<Record<Operation['do'], Role>> = {
  createIssue: 'reporter',
  editIssue: 'developer',
  moveIssue: 'developer',
  comment: 'reporter',
  deleteComment: 'maintainer',
  link: 'developer',
  unlink: 'developer',
  deleteIssue: 'admin',
  watch: 'viewer',
  saveView: 'viewer',
  deleteView: 'viewer',
  createLabel: 'maintainer',
  renameLabel: 'maintainer',
  deleteLabel: 'maintainer',
  setRole: 'admin',
  removeMember: 'admin',
  markRead: 'viewer',
}

/** The workflow: where an issue may go from where it is. */
export const transitions: Readonly<Record<Status, readonly Status[]>> = {
  backlog: ['todo', 'canceled'],
  todo: ['doing', 'backlog', 'canceled'],
  doing: ['review', 'todo', 'canceled'],
  review: ['done', 'doing'],
  done: ['todo'],
  canceled: ['backlog'],
}

export const roleIn = (state: TrackerState, project: string, login: string): Role | null =>
  projectOf(state, project)?.members[login] ?? null

export const isAtLeast = (role: Role | null, least: Role): boolean =>
  role !== null && roles.indexOf(role) >= roles.indexOf(least)

/** Why somebody may not do it; null: they may. */
export function refusal(state: TrackerState, actor: string, operation: Operation): string | null {
  const project = projectFor(state, operation)
  // What is about a person's own things has no project.
  if (project === null) return null
  const role = roleIn(state, project, actor)
  const least = leastRole(state, actor, operation)
  if (isAtLeast(role, least)) return null
  return role === null
    ? `You are not a member of ${project}.`
    : `This needs the role ${least} in ${project}; you are ${role}.`
}

function leastRole(state: TrackerState, actor: string, operation: Operation): Role {
  if (operation.do === 'moveIssue') {
    const from = issueOf(state, operation.issue)?.status
    const isFinal = operation.status === 'done' || from === 'done' || from === 'canceled'
    return isFinal ? 'maintainer' : needed.moveIssue
  }
  if (operation.do === 'editIssue' && isOwnText(issueOf(state, operation.issue), actor, operation))
    return 'reporter'
  if (operation.do === 'deleteComment') {
    const comment = issueOf(state, operation.issue)?.comments.find(
      ({ id }) => id === operation.comment,
    )
    return comment?.author === actor ? 'reporter' : needed.deleteComment
  }
  return needed[operation.do]
}

/** Who reported an issue may put right how it is told. */
const isOwnText = (
  issue: Issue | undefined,
  actor: string,
  { changes }: Extract<Operation, { do: 'editIssue' }>,
): boolean =>
  issue?.reporter === actor &&
  Object.keys(changes).every((field) => field === 'title' || field === 'description')

function projectFor(state: TrackerState, operation: Operation): string | null {
  if ('project' in operation) return operation.project
  if ('issue' in operation) return issueOf(state, operation.issue)?.project ?? ''
  return null
}
