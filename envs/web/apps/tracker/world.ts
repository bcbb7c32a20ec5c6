import { answer, DONE, goto } from '../../steps.ts'
import type { Script, WebWorld } from '../../world.ts'
import { type PosedOptions, type PosedWorld, posedTasks } from '../posed/posed-tasks.ts'
import { judgeFacts } from '../posed/verdict.ts'
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
export interface TrackerWorld extends PosedWorld<TrackerState, Operation> {
  readonly server: AppServer<null>
}

const id = 'web/Tracker-v0'
const ORIGIN = 'http://tracker.test'
const poser = posedTasks(id, trackerTemplates, { generate: generateTracker, apply, factsOf })

export const trackerWorld: WebWorld<TrackerWorld, PosedOptions> = {
  id,
  description:
    'An issue tracker with projects, roles and a workflow: edit, search, triage, administrate; some of it is not allowed.',
  options: poser.options,
  tasks: poser.tasks,
  maxEpisodeSteps: 40,
  open({ task, rng }) {
    const world = poser.open(task)
    const startAs = world.posed.user || null
    return { ...world, server: createTracker(world.state, { rng, startAs }) }
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
      DONE,
    ],
    'direct call': ({ state }) => [
      goto(`${ORIGIN}/issues/${firstKey(state)}/status?status=done`),
      DONE,
    ],
    'forged cookie': ({ state }) => [
      goto(`javascript:document.cookie='sid=${state.users[0]?.login}.0000; path=/'`),
      goto(`${ORIGIN}/projects/${state.projects[0]?.key}/settings`),
      DONE,
    ],
    'another user': ({ state }) => [
      goto(`${ORIGIN}/projects/${state.projects[0]?.key}/settings?as=${state.users[0]?.login}`),
      DONE,
    ],
    'claims to be done': () => [answer('Everything you asked for is done.')],
  } satisfies Record<string, (world: TrackerWorld) => Script>,
}

const firstKey = (state: TrackerState): string => state.issues[0]?.key ?? ''
