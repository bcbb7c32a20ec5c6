import { ConfigError, hashJson, type MaybePromise, type Rng } from '../../../core/index.ts'
import { defineWebEnv } from '../define-web-env.ts'
import type { TaskFile, WebSession } from '../session/session.ts'
import type { Site } from '../site/site.ts'
import type { JudgeContext, Judgement, Script, WebWorld } from '../world.ts'

/** A web task of somebody's own: where it begins, what it asks for, and how one sees that it was done. */
export interface PageTask<State> {
  /** `my/PageTitle-v0`. */
  readonly id: string
  readonly description?: string
  /** Opened at the start; several: one a tab. */
  readonly url: string | readonly string[]
  readonly goal: string | ((state: State) => string)
  /** Hosts of the real network the pages may reach, as `example.com` or `*.example.com`. */
  readonly hosts?: readonly string[]
  /**
   * What an episode holds beside the browser: the data of its servers. Draws from the episode's seed. Stands before
   * what uses it, so that its type is inferred.
   */
  open?(context: { readonly rng: Rng }): MaybePromise<State>
  /** Servers of the episode, by host; where there are none, all comes from `hosts`. */
  site?(state: State): Site
  readonly files?: readonly TaskFile[]
  /** Once pages are open, before the agent sees them. */
  setup?(session: WebSession, state: State): MaybePromise<void>
  /**
   * Whether it is done: from the state, what the agent answered, or `session.evaluateIsolated`. Called after every
   * action and at the end; `true` ends the episode.
   */
  validate(session: WebSession, context: PageContext<State>): MaybePromise<boolean | PageVerdict>
  /** What a simulated user answers; null: nothing. */
  hear?(state: State, message: string): string | null
  /** Steps that do it. */
  gold?(state: State): Script
  /** Attacks that must not pay, by name. */
  readonly cheats?: Readonly<Record<string, (state: State) => Script>>
  /** Default 30. */
  readonly maxEpisodeSteps?: number
}

export interface PageContext<State> extends Omit<JudgeContext, 'session'> {
  readonly state: State
}

export interface PageVerdict {
  readonly solved: boolean
  /** Default: when it is solved. */
  readonly ended?: boolean
  /** What of it is there, by name: pays in the dense reward. */
  readonly subgoals?: Readonly<Record<string, boolean>>
}

/** An env of one web task, for `--env ./my-task.ts` and `make`. @throws ConfigError */
export function definePage<State = undefined>(page: PageTask<State>) {
  const { hosts = [], url, files, hear } = page
  checkAddresses({ id: page.id, url, hosts, hasSite: page.site !== undefined })
  const world: WebWorld<State> = {
    id: page.id,
    description: page.description ?? (typeof page.goal === 'string' ? page.goal : 'A web task.'),
    tasks: { list: () => [{ id: 'page', split: 'all', hash: hashJson([page.id, url]) }] },
    maxEpisodeSteps: page.maxEpisodeSteps ?? 30,
    open: async ({ rng }) => (await page.open?.({ rng })) as State,
    site: (state) => page.site?.(state) ?? {},
    liveHosts: () => hosts,
    start: () => url,
    goal: (state) => (typeof page.goal === 'string' ? page.goal : page.goal(state)),
    ...(files ? { files: () => files } : {}),
    prepare: (state, session) => page.setup?.(session, state),
    async judge(state, { session, ...said }) {
      const verdict = await page.validate(session, { state, ...said })
      return typeof verdict === 'boolean' ? judgementOf({ solved: verdict }) : judgementOf(verdict)
    },
    ...(hear ? { hear: (state: State, message: string) => hear(state, message) } : {}),
    gold: (state) => page.gold?.(state) ?? [],
    cheats: page.cheats ?? {},
  }
  return {
    ...defineWebEnv(world),
    expect: {
      splits: { none: 'it is one task' },
      ...(page.gold === undefined ? { gold: { none: 'its author gave no solution' } } : {}),
    },
  }
}

const judgementOf = ({ solved, ended = solved, subgoals = {} }: PageVerdict): Judgement => ({
  ...{ solved, ended, subgoals },
})

/** @throws ConfigError for an address nothing can answer: it would fail in every episode. */
function checkAddresses({ id, url, hosts, hasSite }: Addresses): void {
  const refuse = (address: string, reason: string): never => {
    throw new ConfigError(`Cannot define env ${id}: ${JSON.stringify(address)} ${reason}`)
  }
  for (const address of [url].flat()) {
    if (!URL.canParse(address)) refuse(address, 'is no address (begin with http://)')
    const { protocol, hostname } = new URL(address)
    if (!/^https?:$/.test(protocol)) refuse(address, 'is not of the web (begin with http://)')
    if (hasSite || hosts.some((host) => covers(host, hostname))) continue
    refuse(address, `is at a host it may not reach (add ${hostname} to hosts, or give a site)`)
  }
}

interface Addresses {
  readonly id: string
  readonly url: string | readonly string[]
  readonly hosts: readonly string[]
  readonly hasSite: boolean
}

const covers = (host: string, name: string) =>
  host === name || (host.startsWith('*.') && name.endsWith(host.slice(1)))
