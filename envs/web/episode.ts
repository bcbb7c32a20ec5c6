import { canonicalJson, type Image, type Json } from '../../core/index.ts'
import { browserTraffic } from '../../fixtures/index.ts'
import type { WebAction } from './act/tools.ts'
import { renderView } from './observe/render.ts'
import type { View } from './observe/view.ts'
import { observeOptions, type WebOptions } from './options.ts'
import type { Acted, WebSession } from './session/session.ts'
import type { WebSignals } from './signals.ts'
import type { Judgement, WebWorld } from './world.ts'

/** What one observation shows: text, and a picture where one was asked for. */
export type WebObservation =
  | string
  | readonly ({ readonly type: 'text'; readonly text: string } | Image)[]

/** The running episode of a family. */
export interface WebEpisode<World> {
  readonly world: World
  readonly session: WebSession
  readonly options: WebOptions
  view: View
  judgement: Judgement
  answer: string | null
  infeasible: string | null
  readonly said: string[]
  /** Both sides, as observations show it. */
  readonly chat: string[]
  last: { readonly action: string; readonly seen: string } | null
  invalidActions: number
  failedActions: number
  repeatedActions: number
}

/** Does what the agent decided; what it says is between it and the user, the rest is done to pages. */
export async function act<World, Options>(
  family: WebWorld<World, Options>,
  episode: WebEpisode<World>,
  action: WebAction,
): Promise<Acted> {
  const asked = canonicalJson(action as Json)
  const seen = look(episode.view)
  if (episode.last?.action === asked && episode.last.seen === seen) episode.repeatedActions++
  episode.last = { action: asked, seen }
  const acted = await acting(family, episode, action)
  if (acted.error !== null) episode.failedActions++
  return acted
}

async function acting<World, Options>(
  family: WebWorld<World, Options>,
  episode: WebEpisode<World>,
  action: WebAction,
): Promise<Acted> {
  const done = { error: null, notes: [] }
  if (action.tool === 'answer') {
    episode.answer = action.text
    return done
  }
  if (action.tool === 'report_infeasible') {
    episode.infeasible = action.reason
    return done
  }
  if (action.tool === 'say') {
    episode.said.push(action.text)
    const reply = family.hear?.(episode.world, action.text) ?? null
    episode.chat.push(`You: ${action.text}`, ...(reply === null ? [] : [`User: ${reply}`]))
    return reply === null ? { error: 'Nobody answers.', notes: [] } : done
  }
  return episode.session.act(action)
}

/** Looks at what is there now, and judges it. */
export async function measure<World, Options>(
  family: WebWorld<World, Options>,
  episode: WebEpisode<World>,
): Promise<void> {
  const { session, answer, infeasible, said } = episode
  const judge = async () => ({
    ...(await family.judge(episode.world, { session, answer, infeasible, said })),
  })
  const traffic = browserTraffic.current()
  // In a replay the servers are down: what they were found to hold was recorded.
  episode.judgement = traffic ? await traffic.ask('judge', judge) : await judge()
}

export const isOver = ({ judgement, answer, infeasible }: WebEpisode<unknown>): boolean =>
  judgement.ended || answer !== null || infeasible !== null

export function observationOf(
  episode: WebEpisode<unknown>,
  acted: Acted | null,
  goal?: string,
): WebObservation {
  const { view, chat } = episode
  const options = observeOptions(episode.options)
  const text = renderView(view, { options, acted, chat, ...(goal === undefined ? {} : { goal }) })
  return view.screenshot === null ? text : [{ type: 'text', text }, view.screenshot]
}

export function signalsOf(episode: WebEpisode<unknown>): WebSignals {
  const { judgement, session, invalidActions, failedActions, repeatedActions } = episode
  const { solved, fields = 0, integrity = [] } = judgement
  const subgoals = Object.values(judgement.subgoals)
  const subgoalsDone = subgoals.filter(Boolean).length
  const share = subgoals.length === 0 ? 0 : subgoalsDone / subgoals.length
  return {
    solved,
    progress: solved ? 1 : share,
    subgoalsDone,
    subgoals: subgoals.length,
    fields,
    score: judgement.score ?? (solved ? 1 : 0),
    invalidActions,
    failedActions,
    repeatedActions,
    blockedRequests: Object.values(session.traffic.blocked).reduce((sum, count) => sum + count, 0),
    tampering: integrity.length,
  }
}

/** What was tried, beside the signals. */
export function infoOf(episode: WebEpisode<unknown>) {
  const { judgement, session } = episode
  const { integrity = [] } = judgement
  const { blocked } = session.traffic
  return {
    subgoals: judgement.subgoals,
    ...(integrity.length > 0 ? { integrity: [...new Set(integrity)] } : {}),
    ...(Object.keys(blocked).length > 0 ? { blocked } : {}),
  }
}

/** All that decides whether a page has changed. */
const look = ({ url, snapshot, dialog, html }: View) =>
  JSON.stringify([url, snapshot, dialog, html])
