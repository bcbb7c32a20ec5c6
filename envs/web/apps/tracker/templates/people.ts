import { answer, check, DONE, fill, link, press, report, select } from '../../../steps.ts'
import { roles, statusNames } from '../model.ts'
import { inForm, openIssue, search, settingOf, type TrackerTemplate } from './setting.ts'

/** Settings, notifications, signing in; and what a role may not do, or what is not there. */
export const people: readonly TrackerTemplate[] = [
  {
    ...{ name: 'change-role', difficulty: 2 },
    pose(state, rng) {
      const { admin: user, project, nameOf } = settingOf(state)
      const login = rng.pick(Object.keys(project.members).filter((each) => each !== user))
      const role = rng.pick(roles)
      if (project.members[login] === role) return null
      return {
        user,
        goal: `Make ${nameOf(login)} ${role} of ${project.name}.`,
        operations: [{ do: 'setRole', project: project.key, login, role }],
        gold: [
          link('Settings'),
          select(`Role of ${login}`, [role]),
          press('Save role', inForm(`Role of ${login}`)),
          DONE,
        ],
      }
    },
  },
  {
    ...{ name: 'new-label', difficulty: 3 },
    pose(state, rng) {
      const { maintainer: user, project, open } = settingOf(state)
      const label = `${rng.pick(['needs', 'wait', 'ask'])}-${rng.pick(['legal', 'sales', 'infra', 'support', 'partner'])}`
      const issue = rng.pick(open)
      return {
        user,
        goal: `Create the label ${label} in ${project.name} and put it on ${issue.key}, beside the labels it has.`,
        operations: [
          { do: 'createLabel', project: project.key, label },
          { do: 'editIssue', issue: issue.key, changes: { labels: [...issue.labels, label] } },
        ],
        gold: [
          ...[link('Settings'), fill('New label', label), press('Add label'), link('Issues')],
          ...[...openIssue(issue), link('Edit')],
          check('checkbox', label),
          ...[press('Save changes'), DONE],
        ],
      }
    },
  },
  {
    ...{ name: 'answer-mention', difficulty: 3 },
    pose(state, rng) {
      const { developers, issues } = settingOf(state)
      const user = rng.pick(developers)
      const notification = state.notifications.find(({ to }) => to === user)
      const issue = issues.find(({ key }) => key === notification?.issue)
      if (!notification || !issue) return null
      const text = `It is on my list for ${rng.pick(['Monday', 'Tuesday', 'Thursday', 'Friday'])}, build ${rng.int(100, 999)}.`
      return {
        user,
        goal: `Somebody mentioned me and waits for a reply. Answer in that issue with exactly "${text}", then mark the notification as read.`,
        operations: [
          { do: 'comment', issue: issue.key, text },
          { do: 'markRead', notification: notification.id },
        ],
        gold: [
          ...[link(/^Notifications/), link(issue.key), fill('Comment', text), press('Add comment')],
          ...[link(/^Notifications/), press(`Mark ${issue.key} as read`), DONE],
        ],
      }
    },
  },
  {
    ...{ name: 'delete-issue', difficulty: 2 },
    pose(state, rng) {
      const { admin: user, issues } = settingOf(state)
      const issue = rng.pick(issues)
      return {
        user,
        goal: `${issue.key} was filed by mistake. Delete it.`,
        operations: [{ do: 'deleteIssue', issue: issue.key }],
        gold: [...openIssue(issue), press('Delete issue'), { tool: 'dialog', accept: true }, DONE],
      }
    },
  },
  {
    ...{ name: 'forbidden-member', difficulty: 2 },
    pose(state, rng) {
      const { project, reporter, developer } = settingOf(state)
      const stranger = state.users.find(({ login }) => !(login in project.members))
      if (!stranger) return null
      const role = rng.pick(roles)
      return {
        user: rng.pick([reporter, developer]),
        goal: `Add ${stranger.name} to ${project.name} as ${role}.`,
        ...{ operations: [], isInfeasible: true },
        gold: [link('Settings'), report('Settings are for maintainers and admins: 403.')],
      }
    },
  },
  {
    ...{ name: 'forbidden-close', difficulty: 2 },
    pose(state, rng) {
      const { open, developer: user } = settingOf(state)
      const reviewed = open.filter(({ status }) => status === 'review')
      if (reviewed.length === 0) return null
      const issue = rng.pick(reviewed)
      return {
        user,
        goal: `Set ${issue.key} ("${issue.title}") to ${statusNames.done}.`,
        ...{ operations: [], isInfeasible: true },
        gold: [
          ...openIssue(issue),
          ...[select('New status', [statusNames.done]), press('Change status')],
          report('Only maintainers may set issues to Done: 403.'),
        ],
      }
    },
  },
  {
    ...{ name: 'missing-milestone', difficulty: 2 },
    pose(state, rng) {
      const { open, developer: user } = settingOf(state)
      const issue = rng.pick(open)
      const milestone = rng.pick(['Winter release', 'Autumn release', 'Beta 2'])
      return {
        user,
        goal: `Put ${issue.key} into the milestone ${milestone}.`,
        ...{ operations: [], isInfeasible: true },
        gold: [...openIssue(issue), link('Edit'), report(`There is no milestone ${milestone}.`)],
      }
    },
  },
  {
    ...{ name: 'sign-in', difficulty: 2 },
    pose(state, rng) {
      const { project, viewer, developers, issues, nameOf } = settingOf(state)
      const who = rng.pick([viewer, ...developers])
      const user = state.users.find(({ login }) => login === who)
      const issue = rng.pick(issues)
      if (!user) return null
      return {
        user: '',
        goal: `Sign in as ${user.login} with the password ${user.password}, and tell me who reported ${issue.key} in ${project.name}.`,
        operations: [],
        answer: {
          accepts: [nameOf(issue.reporter)],
          pattern: state.users.map(({ name }) => name).join('|'),
        },
        gold: [
          ...[
            fill('User name', user.login),
            fill('Password', user.password),
            press('Sign in'),
            link(project.name),
          ],
          ...search(issue.key),
          link(issue.title),
          answer(nameOf(issue.reporter)),
        ],
      }
    },
  },
]
