import { fill, link, press } from '../../../steps.ts'
import type { ScriptStep, Target } from '../../../world.ts'
import type { Template } from '../../posed/posed.ts'
import { type Issue, isOpen, type Project, type Role, type TrackerState } from '../model.ts'
import type { Operation } from '../operations.ts'

export type TrackerTemplate = Template<TrackerState, Operation>

/** The project that tasks are about, and who is who in it. */
export function settingOf(state: TrackerState) {
  const project = state.projects[0] as Project
  const issues = state.issues.filter((issue) => issue.project === project.key)
  const withRole = (role: Role) =>
    Object.keys(project.members).filter((login) => project.members[login] === role)
  const first = (role: Role) => withRole(role)[0] ?? ''
  return {
    ...{ project, issues, open: issues.filter(isOpen), developers: withRole('developer') },
    ...{ admin: first('admin'), maintainer: first('maintainer'), developer: first('developer') },
    ...{ reporter: first('reporter'), viewer: first('viewer') },
    nameOf: (login: string) => state.users.find((user) => user.login === login)?.name ?? login,
  }
}

export const inForm = (name: string): Target => ({ role: 'form', name })

/** From the list of issues. */
export const search = (query: string): readonly ScriptStep[] => [
  fill('Search issues', query, 'searchbox'),
  press('Search'),
]
export const openIssue = ({ key, title }: Issue): readonly ScriptStep[] => [
  ...search(key),
  link(title),
]
