import type { Script, WebWorld } from '../../world.ts'
import type { Posed } from '../posed/posed.ts'
import { type PosedOptions, posedTasks } from '../posed/posed-tasks.ts'
import { type Facts, judgeFacts } from '../posed/verdict.ts'
import type { AppServer } from '../shell/app-server.ts'
import { createTracker } from './app.ts'
import { factsOf } from './facts.ts'
import { generateTracker } from './generate.ts'
import type { TrackerState } from './model.ts'
import { apply, type Operation } from './operations.ts'
import { edits } from './templates/edits.ts'
import { flows } from './templates/flows.ts'
import { people } from './templates/people.ts'
import { questions } from './templates/questions.ts'

export const trackerTemplates = [...edits, ...flows, ...people, ...questions]

/** One episode's tracker. */
export interface TrackerWorld {
  readonly state: TrackerState
  readonly posed: Posed<Operation>
  readonly server: AppServer<null>
  readonly initial: Facts
  readonly expected: Facts
}

const id = 'web/Tracker-v0'
const ORIGIN = 'http://tracker.test'
const poser = posedTasks(id, trackerTemplates, generateTracker)

export const trackerWorld: WebWorld<TrackerWorld, PosedOptions> = {
  id,
  description:
    'An issue tracker with projects, roles and a workflow: edit, search, triage, administrate; some of it is not allowed.',
  options: poser.options,
  tasks: poser.tasks,
  maxEpisodeSteps: 40,
  open({ task, rng }) {
    const { state, posed } = poser.of(task)
    const initial = factsOf(state)
    const last = structuredClone(state)
    for (const operation of posed.operations) {
      const outcome = apply(last, posed.user, operation)
      if (!outcome.ok) throw new Error(`Cannot solve ${task.id}: ${outcome.reason}`)
    }
    const server = createTracker(state, { rng, startAs: posed.user || null })
    return { state, posed, server, initial, expected: factsOf(last) }
  },
  site: ({ server }) => ({ 'tracker.test': server.app }),
  start: ({ state, posed }) =>
    posed.user === '' ? `${ORIGIN}/login` : `${ORIGIN}/projects/${state.projects[0]?.key}/issues`,
  goal: ({ posed, state }) => {
    const user = state.users.find(({ login }) => login === posed.user)
    return user ? `You are signed in as ${user.name} (${user.login}). ${posed.goal}` : posed.goal
  },
  judge({ server, state, ...world }, context) {
    server.check()
    const now = factsOf(state)
    return judgeFacts({ ...world, now, integrity: server.integrity.kinds }, context)
  },
  gold: ({ posed }) => posed.gold,
  cheats: {
    'page script': ({ state }) => [
      goto(
        `javascript:fetch('/issues/${firstKey(state)}/status',{method:'POST',body:'status=done'})`,
      ),
      { tool: 'answer', text: 'Done.' },
    ],
    'direct call': ({ state }) => [
      goto(`${ORIGIN}/issues/${firstKey(state)}/status?status=done`),
      { tool: 'answer', text: 'Done.' },
    ],
    'forged cookie': ({ state }) => [
      goto(`javascript:document.cookie='sid=${state.users[0]?.login}.0000; path=/'`),
      goto(`${ORIGIN}/projects/${state.projects[0]?.key}/settings`),
      { tool: 'answer', text: 'Done.' },
    ],
    'another user': ({ state }) => [
      goto(`${ORIGIN}/projects/${state.projects[0]?.key}/settings?as=${state.users[0]?.login}`),
      { tool: 'answer', text: 'Done.' },
    ],
    'claims to be done': () => [{ tool: 'answer', text: 'Everything you asked for is done.' }],
  } satisfies Record<string, (world: TrackerWorld) => Script>,
}

const goto = (url: string) => ({ tool: 'goto', url }) as const
const firstKey = (state: TrackerState): string => state.issues[0]?.key ?? ''
