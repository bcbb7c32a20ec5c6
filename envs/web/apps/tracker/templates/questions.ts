import { answer, link } from '../../../steps.ts'
import { NUMBER, oneOf } from '../../posed/posed.ts'
import { dayOf } from '../model.ts'
import { openIssue, search, settingOf, type TrackerTemplate } from './setting.ts'

/** What is asked is answered, and nothing changed. */
export const questions: readonly TrackerTemplate[] = [
  {
    ...{ name: 'count-label', difficulty: 1 },
    pose(state, rng) {
      const { open, viewer: user, project } = settingOf(state)
      const label = rng.pick(project.labels)
      const count = String(open.filter(({ labels }) => labels.includes(label)).length)
      return {
        user,
        goal: `How many open issues of ${project.name} have the label ${label}? Answer with the number.`,
        ...{ operations: [], answer: { accepts: [count], pattern: NUMBER } },
        gold: [...search(`is:open label:${label}`), answer(count)],
      }
    },
  },
  {
    ...{ name: 'next-due', difficulty: 2 },
    pose(state, rng) {
      const { open, viewer: user, project, developers, nameOf } = settingOf(state)
      const login = rng.pick(developers)
      const dated = open.filter(({ due, assignee }) => due !== null && assignee === login)
      const [first, second] = [...dated].sort((a, b) => ((a.due ?? '') < (b.due ?? '') ? -1 : 1))
      if (!first || !second || first.due === second.due) return null
      return {
        user,
        goal: `Which open issue assigned to ${nameOf(login)} in ${project.name} is due first? Give its key.`,
        operations: [],
        answer: { accepts: [first.key], pattern: `${project.key}-\\d+` },
        gold: [
          ...search(`is:open assignee:${login} -due:none`),
          ...[link('Due', { role: 'table', name: 'Issues' }), answer(first.key)],
        ],
      }
    },
  },
  {
    ...{ name: 'last-comment', difficulty: 2 },
    pose(state, rng) {
      const { issues, viewer: user, nameOf } = settingOf(state)
      const issue = rng.pick(issues.filter(({ comments }) => comments.length > 1))
      const name = nameOf(issue.comments.at(-1)?.author ?? '')
      const all = state.users.map((each) => each.name)
      return {
        user,
        goal: `Who wrote the last comment on "${issue.title}"? Give the full name.`,
        ...{ operations: [], answer: oneOf(name, all) },
        gold: [...openIssue(issue), answer(name)],
      }
    },
  },
  {
    ...{ name: 'overdue', difficulty: 2 },
    pose(state, rng) {
      const { open, viewer: user, project } = settingOf(state)
      const day = dayOf(state.now + rng.int(-5, 30) * 86_400_000)
      const count = String(open.filter(({ due }) => due !== null && due < day).length)
      return {
        user,
        goal: `How many open issues of ${project.name} are due before ${day}? Just the number.`,
        ...{ operations: [], answer: { accepts: [count], pattern: NUMBER } },
        gold: [...search(`is:open due:<${day}`), answer(count)],
      }
    },
  },
]
