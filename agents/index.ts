import { type Agent, ConfigError } from '../core/index.ts'

export {
  type ChatServices,
  chatFromEnvironment,
  chatSettingsIn,
  createChatAgent,
} from './chat/agent.ts'
export { type ChatOptions, chatOptionsSchema } from './chat/options.ts'
export { nullAgent } from './null.ts'
export { oracle } from './oracle.ts'
export type { PolicyParts } from './policy/agent.ts'
export { type PolicyOptions, policyOptionsSchema } from './policy/options.ts'
export { random } from './random.ts'

/** `createPolicyAgent`, with what it needs of models: nothing of them is imported before. */
export const loadPolicyAgent = () => import('./policy/agent.ts').then((m) => m.createPolicyAgent)

/** Every agent this package brings, by name; nothing is imported before it is asked for. */
export const agents: Readonly<Record<string, () => Promise<Agent<unknown, unknown>>>> = {
  oracle: () => import('./oracle.ts').then((m) => m.oracle),
  null: () => import('./null.ts').then((m) => m.nullAgent),
  repair: () => import('./repair/agent.ts').then((m) => m.repair),
  chat: () => import('./chat/agent.ts').then((m) => m.chatFromEnvironment()),
  policy: async () => {
    throw new ConfigError('Cannot play as policy: there is no model (give its folder with --model)')
  },
  random: () => import('./random.ts').then((m) => m.random),
  clicker: () => import('./web/clicker.ts').then((m) => m.clicker),
  labels: () => import('./web/labels.ts').then((m) => m.labels),
  'single-shot': () => import('./search/single-shot.ts').then((m) => m.singleShot),
  hop: () => import('./search/hop.ts').then((m) => m.hop),
}
