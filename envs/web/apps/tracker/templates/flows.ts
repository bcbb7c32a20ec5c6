import { check, DONE, fill, link, press, select } from '../../../steps.ts'
import { isOpen, priorities, type Status, statusNames } from '../model.ts'
import type { Operation } from '../operations.ts'
import { transitions } from '../permissions.ts'
import { inForm, openIssue, search, settingOf, type TrackerTemplate } from './setting.ts'

/** The workflow, the board, and what takes several issues. */
export const flows: readonly TrackerTemplate[] = [
  {
    ...{ name: 'change-status', difficulty: 1 },
    pose(state, rng) {
      const { open, developer: user } = settingOf(state)
      const issue = rng.pick(open)
      const status = rng.pick(transitions[issue.status])
      if (status === 'done') return null
      return {
        user,
        goal: `Move ${issue.key} to "${statusNames[status]}".`,
        operations: [{ do: 'moveIssue', issue: issue.key, status }],
        gold: [
          ...openIssue(issue),
          select('New status', [statusNames[status]]),
          press('Change status'),
          DONE,
        ],
      }
    },
  },
  {
    ...{ name: 'board-move', difficulty: 2 },
    pose(state, rng) {
      const { open, developer: user } = settingOf(state)
      const issue = rng.pick(open)
      const status = rng.pick(transitions[issue.status])
      if (status === 'done') return null
      return {
        user,
        goal: `On the board, drag "${issue.title}" into the column ${statusNames[status]}.`,
        operations: [{ do: 'moveIssue', issue: issue.key, status }],
        gold: [
          link('Board'),
          {
            ...{ on: { role: 'article', name: `${issue.key} ${issue.title}` }, do: 'drag' },
            to: { role: 'region', name: statusNames[status] },
          },
          DONE,
        ],
      }
    },
  },
  {
    ...{ name: 'workflow-path', difficulty: 3 },
    pose(state, rng) {
      const { open, maintainer: user, project } = settingOf(state)
      const path: readonly Status[] = ['todo', 'doing', 'review', 'done']
      const issue = rng.pick(open.filter(({ status }) => status === 'backlog' || status === 'todo'))
      const steps = path.slice(path.indexOf(issue.status) + 1)
      return {
        user,
        goal: `The work on "${issue.title}" in ${project.name} is finished and was checked, but the issue still stands at ${statusNames[issue.status]}. Bring it to Done; the workflow wants it to pass every stage.`,
        operations: steps.map((status) => ({ do: 'moveIssue', issue: issue.key, status })),
        gold: [
          ...openIssue(issue),
          ...steps.flatMap((status) => [
            select('New status', [statusNames[status]]),
            press('Change status'),
          ]),
          DONE,
        ],
      }
    },
  },
  {
    ...{ name: 'bulk-priority', difficulty: 3 },
    pose(state, rng) {
      const { open, developer: user, project } = settingOf(state)
      const label = rng.pick(project.labels)
      const priority = rng.pick(priorities)
      const found = open.filter((issue) => issue.labels.includes(label))
      if (
        found.length < 2 ||
        found.length > 10 ||
        found.every((issue) => issue.priority === priority)
      )
        return null
      return {
        user,
        goal: `All open ${project.name} issues with the label ${label} should have the priority ${priority}. Change them, and no others.`,
        operations: found.map(({ key }) => ({
          do: 'editIssue',
          issue: key,
          changes: { priority },
        })),
        gold: [
          ...search(`is:open label:${label}`),
          ...[check('checkbox', 'Select all on this page'), select('Set priority', [priority])],
          ...[press('Apply to selected'), DONE],
        ],
      }
    },
  },
  {
    ...{ name: 'duplicate', difficulty: 2 },
    pose(state, rng) {
      const { open, developer: user } = settingOf(state)
      const [older, newer] = rng.shuffle(open)
      if (!older || !newer) return null
      return {
        user,
        goal: `${newer.key} tells the same as ${older.key}. Mark ${newer.key} as a duplicate of it.`,
        operations: [{ do: 'link', issue: newer.key, kind: 'duplicates', to: older.key }],
        gold: [
          ...openIssue(newer),
          ...[select('Kind of link', ['duplicates']), fill('Other issue', older.key)],
          ...[press('Add link'), DONE],
        ],
      }
    },
  },
  {
    ...{ name: 'save-view', difficulty: 2 },
    pose(state, rng) {
      const { project, viewer: user, developers, nameOf } = settingOf(state)
      const login = rng.pick(developers)
      const label = rng.pick(project.labels)
      const name = `${nameOf(login).split(' ')[0]}'s ${label}`
      const query = `is:open assignee:${login} label:${label}`
      return {
        user,
        goal: `Save a view of ${project.name} called "${name}", for the search ${query}, sorted by due date.`,
        operations: [{ do: 'saveView', project: project.key, name, query, sort: 'due' }],
        gold: [
          ...[
            fill('Search issues', query, 'searchbox'),
            select('Sort by', ['Due']),
            press('Search'),
          ],
          ...[fill('View name', name), press('Save view'), DONE],
        ],
      }
    },
  },
  {
    ...{ name: 'handover', difficulty: 3 },
    pose(state, rng) {
      const { open, admin: user, project, developers, nameOf } = settingOf(state)
      const [from, to] = rng.shuffle(developers)
      if (from === undefined || to === undefined) return null
      const found = open.filter(({ assignee }) => assignee === from)
      if (found.length < 2 || found.length > 10) return null
      const operations: Operation[] = found.map(({ key }) => ({
        ...{ do: 'editIssue', issue: key, changes: { assignee: to } },
      }))
      return {
        user,
        goal: `${nameOf(from)} leaves the team of ${project.name}. Give all open issues of theirs to ${nameOf(to)}, then remove them from the project's members.`,
        operations: [...operations, { do: 'removeMember', project: project.key, login: from }],
        gold: [
          ...search(`is:open assignee:${from}`),
          ...[check('checkbox', 'Select all on this page'), select('Set assignee', [nameOf(to)])],
          ...[press('Apply to selected'), link('Settings')],
          ...[press('Remove', inForm(`Remove ${from}`)), DONE],
        ],
      }
    },
  },
  {
    ...{ name: 'blockers', difficulty: 3 },
    pose(state, rng) {
      const { issues, developer: user } = settingOf(state)
      const blockersOf = (key: string) =>
        issues.filter((issue) =>
          issue.links.some(({ kind, to }) => kind === 'blocks' && to === key),
        )
      const blocked = issues.filter(({ key }) => blockersOf(key).length > 0)
      if (blocked.length === 0) return null
      const issue = rng.pick(blocked)
      const blockers = blockersOf(issue.key).filter(isOpen)
      if (blockers.length === 0 || blockers.some(({ priority }) => priority === 'urgent'))
        return null
      const [first, ...rest] = blockers
      if (!first || rest.length > 0) return null
      return {
        user,
        goal: `Something still blocks ${issue.key} ("${issue.title}"). Find out which open issue it is, and set that issue to priority urgent.`,
        operations: [{ do: 'editIssue', issue: first.key, changes: { priority: 'urgent' } }],
        gold: [
          ...openIssue(issue),
          link(first.key, { role: 'list', name: 'Links' }),
          ...[link('Edit'), select('Priority', ['urgent']), press('Save changes'), DONE],
        ],
      }
    },
  },
]
