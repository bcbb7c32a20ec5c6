/** What it takes to write web tasks of one's own: `palaestra/envs/web`. */
export { defineWebEnv } from './define-web-env.ts'
export type { View } from './observe/view.ts'
export { definePage, type PageTask } from './page/define-page.ts'
export type { Acted, TaskFile, WebSession } from './session/session.ts'
export { type WebSignals, webRewards } from './signals.ts'
export type { Host, Site, SiteSocket } from './site/site.ts'
export {
  type JudgeContext,
  type Judgement,
  type OpenContext,
  type Script,
  type ScriptStep,
  type Seen,
  type Target,
  WEB_NOW,
  type WebWorld,
} from './world.ts'
