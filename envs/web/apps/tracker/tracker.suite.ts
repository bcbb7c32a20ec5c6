import { createRng } from '../../../../core/index.ts'
import { createVisitor } from '../shell/visitor.suite.ts'
import { createTracker } from './app.ts'
import { generateTracker } from './generate.ts'
import { settingOf } from './templates/setting.ts'

/** A tracker whose first visitor is signed in with that role in its first project. */
export function openTracker(role: string, seed = 3) {
  const state = generateTracker(createRng(seed))
  const setting = settingOf(state)
  const { members } = setting.project
  const login = Object.keys(members).find((each) => members[each] === role) ?? null
  const server = createTracker(state, { rng: createRng(seed), startAs: login })
  return {
    ...setting,
    state,
    server,
    login,
    visitor: createVisitor(server.app, 'http://tracker.test'),
  }
}
