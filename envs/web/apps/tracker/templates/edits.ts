import { check, DONE, fill, link, press, select } from '../../../steps.ts'
import { WEB_NOW } from '../../../world.ts'
import { dayOf, type Fields, priorities } from '../model.ts'
import { openIssue, settingOf, type TrackerTemplate } from './setting.ts'

const DAY = 86_400_000

/** One issue, one form. */
export const edits: readonly TrackerTemplate[] = [
  {
    ...{ name: 'assign', difficulty: 1 },
    pose(state, rng) {
      const { open, developer: user, developers, maintainer, nameOf } = settingOf(state)
      const issue = rng.pick(open)
      const assignee = rng.pick([...developers, maintainer])
      if (issue.assignee === assignee) return null
      const name = nameOf(assignee)
      return {
        user,
        goal: rng.pick([
          `Please assign ${issue.key} to ${name}.`,
          `${name} takes over ${issue.key} ("${issue.title}"). Set the assignee.`,
        ]),
        operations: [{ do: 'editIssue', issue: issue.key, changes: { assignee } }],
        gold: [
          ...openIssue(issue),
          link('Edit'),
          select('Assignee', [name]),
          press('Save changes'),
          DONE,
        ],
      }
    },
  },
  {
    ...{ name: 'plan', difficulty: 2 },
    pose(state, rng) {
      const { open, developer: user, project } = settingOf(state)
      const issue = rng.pick(open)
      const due = dayOf(WEB_NOW + rng.int(5, 80) * DAY)
      const milestone = rng.pick(project.milestones)
      if (issue.due === due || issue.milestone === milestone) return null
      return {
        user,
        goal: `"${issue.title}" goes into the milestone ${milestone} and is due on ${due}. Update the issue; leave the rest as it is.`,
        operations: [{ do: 'editIssue', issue: issue.key, changes: { due, milestone } }],
        gold: [
          ...openIssue(issue),
          ...[link('Edit'), select('Milestone', [milestone]), fill('Due date', due)],
          ...[press('Save changes'), DONE],
        ],
      }
    },
  },
  {
    ...{ name: 'create-issue', difficulty: 2 },
    pose(state, rng) {
      const { project, reporter: user, developers, nameOf } = settingOf(state)
      const [thing, what] = [
        rng.pick(['CSV import', 'password reset', 'release notes page', 'tooltip', 'print view']),
        rng.pick([
          'stops half way',
          'shows the wrong currency',
          'is missing a heading',
          'flickers',
        ]),
      ]
      const label = rng.pick(project.labels)
      const assignee = rng.pick(developers)
      const fields: Fields = {
        ...{ title: `The ${thing} ${what}`, description: `Seen in build ${rng.int(900, 999)}.` },
        ...{
          labels: [label],
          assignee,
          priority: rng.pick(priorities),
          milestone: null,
          due: null,
        },
      }
      if (state.issues.some(({ title }) => title === fields.title)) return null
      return {
        user,
        goal: `File an issue in ${project.name}: title "${fields.title}", description "${fields.description}", priority ${fields.priority}, label ${label}, assigned to ${nameOf(assignee)}.`,
        operations: [{ do: 'createIssue', project: project.key, fields }],
        gold: [
          ...[
            link('New issue'),
            fill('Title', fields.title),
            fill('Description', fields.description),
          ],
          ...[
            select('Priority', [fields.priority]),
            select('Assignee', [nameOf(assignee)]),
            check('checkbox', label),
          ],
          ...[press('Create issue'), DONE],
        ],
      }
    },
  },
  {
    ...{ name: 'comment', difficulty: 1 },
    pose(state, rng) {
      const { issues, reporter: user, developers } = settingOf(state)
      const issue = rng.pick(issues)
      const text = `@${rng.pick(developers)} ${rng.pick(['any news on this?', 'customers ask again, please have a look.', 'is this fixed in the next release?'])}`
      return {
        user,
        goal: `Leave this comment on ${issue.key}, word for word: ${text}`,
        operations: [{ do: 'comment', issue: issue.key, text }],
        gold: [...openIssue(issue), fill('Comment', text), press('Add comment'), DONE],
      }
    },
  },
  {
    ...{ name: 'watch', difficulty: 1 },
    pose(state, rng) {
      const { open, viewer: user } = settingOf(state)
      const issue = rng.pick(open)
      if (issue.watchers.includes(user)) return null
      return {
        user,
        goal: `I want to be told of whatever happens to "${issue.title}". Watch it for me.`,
        operations: [{ do: 'watch', issue: issue.key, on: true }],
        gold: [...openIssue(issue), press('Watch'), DONE],
      }
    },
  },
  {
    ...{ name: 'delete-comment', difficulty: 2 },
    pose(state, rng) {
      const { issues, maintainer: user, nameOf } = settingOf(state)
      const issue = rng.pick(issues.filter(({ comments }) => comments.length > 1))
      const comment = rng.pick(issue.comments)
      const same = issue.comments.filter(({ author }) => author === comment.author)
      if (same.length !== 1) return null
      return {
        user,
        goal: `Remove what ${nameOf(comment.author)} wrote under ${issue.key}, and no other comment.`,
        operations: [{ do: 'deleteComment', issue: issue.key, comment: comment.id }],
        gold: [
          ...openIssue(issue),
          press('Delete comment', { role: 'form', name: `Comment ${comment.id}` }),
          DONE,
        ],
      }
    },
  },
]
