import type { Rng } from '../../../../core/index.ts'
import { WEB_NOW } from '../../world.ts'
import {
  dayOf,
  type Issue,
  type LinkKind,
  type Project,
  priorities,
  type Role,
  type Status,
  statuses,
  type TrackerState,
} from './model.ts'

const PEOPLE = [
  ...['Ada Lind', 'Ben Okafor', 'Carla Reyes', 'Dmitri Volkov', 'Elif Kaya', 'Farid Nasser'],
  ...['Greta Holm', 'Hugo Blanc', 'Ines Costa', 'Jonas Weber', 'Kira Sato', 'Luca Moretti'],
]
const PROJECTS = [
  ['ATL', 'Atlas'],
  ['BEA', 'Beacon'],
  ['COR', 'Corsair'],
  ['DEL', 'Delta Sync'],
  ['EMB', 'Ember'],
  ['FJO', 'Fjord'],
] as const
const LABELS = [
  'bug',
  'feature',
  'docs',
  'design',
  'backend',
  'frontend',
  'security',
  'flaky',
  'ux',
]
const PARTS = [
  ...[
    'login page',
    'invoice export',
    'search index',
    'settings dialog',
    'mobile menu',
    'webhook queue',
  ],
  ...['avatar upload', 'audit log', 'billing job', 'onboarding tour', 'API client', 'date picker'],
]
const TROUBLES = [
  ...['crashes on empty input', 'is slow with large accounts', 'shows the wrong time zone'],
  ...['loses unsaved changes', 'needs keyboard support', 'returns 500 after an update'],
  ...['should remember the last choice', 'breaks in dark mode', 'has no tests'],
  ...['duplicates entries', 'ignores the locale', 'leaks memory'],
]
const REMARKS = [
  ...['I can reproduce this on staging.', 'Logs are attached to the build of Friday.'],
  ...['Let us wait for the next release.', 'This is the third report this month.'],
  ...['A fix is on my branch.', 'Can we reduce the scope here?', 'Customers ask about it.'],
]
const MILESTONES = ['Spring release', 'Summer release', 'Hardening']
const DAY = 86_400_000

/** A tracker of three projects, and about thirty issues in the first. */
export function generateTracker(rng: Rng): TrackerState {
  const users = rng
    .shuffle(PEOPLE)
    .slice(0, 8)
    .map((name) => {
      const login = (name.split(' ')[0] ?? '').toLowerCase()
      return { login, name, password: `${login}-${rng.int(1000, 10_000)}` }
    })
  const logins = users.map(({ login }) => login)
  const projects = rng
    .shuffle(PROJECTS)
    .slice(0, 3)
    .map(([key, name], place): Project => {
      const given: readonly Role[] = [
        'admin',
        'maintainer',
        'developer',
        'developer',
        'reporter',
        'viewer',
      ]
      const joining = place === 0 ? logins.slice(0, 7) : rng.shuffle(logins).slice(0, 5)
      return {
        ...{ key, name, labels: rng.shuffle(LABELS).slice(0, 6), milestones: MILESTONES, last: 0 },
        members: Object.fromEntries(joining.map((login, at) => [login, given[at] ?? 'developer'])),
      }
    })
  const state: TrackerState = {
    ...{ users, projects, issues: [], views: [], notifications: [], activity: [], now: WEB_NOW },
  }
  for (const [place, project] of projects.entries())
    addIssues(state, project, place === 0 ? 28 : 6, rng)
  addMentions(state, rng)
  return state
}

function addIssues(state: TrackerState, project: Project, count: number, rng: Rng): void {
  const titles = rng.shuffle(PARTS.flatMap((part) => TROUBLES.map((what) => `${part} ${what}`)))
  const members = Object.keys(project.members)
  const workers = members.filter(
    (login) => !['viewer', 'reporter'].includes(project.members[login] ?? ''),
  )
  for (const title of titles.slice(0, count)) {
    project.last++
    const created = WEB_NOW - rng.int(10, 90) * DAY
    const issue: Issue = {
      key: `${project.key}-${project.last}`,
      project: project.key,
      title: `The ${title}`,
      description: `Seen by ${rng.pick(['support', 'a customer', 'the nightly run', 'QA'])} in build ${rng.int(200, 900)}.`,
      labels: rng.shuffle(project.labels).slice(0, rng.int(0, 3)),
      assignee: rng.chance(0.8) ? rng.pick(workers) : null,
      priority: rng.pick(priorities),
      milestone: rng.chance(0.6) ? rng.pick(project.milestones) : null,
      due: rng.chance(0.6) ? dayOf(WEB_NOW + rng.int(-10, 60) * DAY) : null,
      reporter: rng.pick(members),
      created,
      updated: created + rng.int(1, 9) * DAY,
      status: statusDrawn(rng),
      ...{ links: [], comments: [], watchers: [] },
    }
    issue.watchers.push(issue.reporter)
    for (let id = 1; id <= rng.int(0, 4); id++)
      issue.comments.push({
        ...{ id, author: rng.pick(workers), text: rng.pick(REMARKS) },
        at: issue.updated + id * 3_600_000,
      })
    const earlier = state.issues.filter((other) => other.project === project.key)
    if (earlier.length > 0 && rng.chance(0.2)) {
      const kind: LinkKind = rng.pick(['blocks', 'relates to'] as const)
      issue.links.push({ kind, to: rng.pick(earlier).key })
    }
    state.issues.push(issue)
  }
}

/** More that is open than closed. */
const statusDrawn = (rng: Rng): Status =>
  rng.chance(0.2) ? rng.pick(['done', 'canceled'] as const) : rng.pick(statuses.slice(0, 4))

/** Every member was asked something once. */
function addMentions(state: TrackerState, rng: Rng): void {
  const project = state.projects[0]
  if (!project) return
  const issues = rng.shuffle(state.issues.filter((issue) => issue.project === project.key))
  for (const [place, login] of Object.keys(project.members).entries()) {
    const issue = issues[place]
    const asker = state.users.find((user) => user.login !== login)
    if (!issue || !asker) continue
    const text = `@${login} ${rng.pick(['which version is affected?', 'can this wait?', 'who should test it?', 'is there a workaround?'])}`
    const id = issue.comments.length + 1
    issue.comments.push({ id, author: asker.login, at: WEB_NOW - DAY, text })
    state.notifications.push({
      ...{ id: place + 1, to: login, issue: issue.key, at: WEB_NOW - DAY, isRead: false },
      text: `${asker.name} mentioned you: ${text}`,
    })
  }
}
