import { AsyncResource } from 'node:async_hooks'
import { type BrowserTraffic, browserTraffic } from '../../../fixtures/index.ts'
import type { Host } from '../site/site.ts'
import type { Served } from './gateway.ts'
import { isBackground, isLive } from './hosts.ts'

/** What one call of `serve` began: what is served, what was counted, and all that is cut off at its end. */
export interface Round {
  /** Of the episode that called `serve`; undefined: it is on no tape. */
  readonly traffic: BrowserTraffic | undefined
  /** By host: any text, as `constructor` too. */
  readonly blocked: Map<string, number>
  served: number
  open: number
  isOver: boolean
  /** The first error of a server of ours. */
  failure: unknown
  /** Runs it in the context of who called `serve`: connections have one of their own. */
  run<T>(work: () => T): T
  /** Where a request goes; where to nowhere, it is counted. */
  route(url: URL): Target
  /** Tells what to do at the end, and gives what takes that back. */
  onEnd(end: () => void): () => void
  fail(error: unknown): void
  begin(): void
  finish(): void
  idle(): Promise<void>
  end(): void
}

export type Target =
  | { readonly kind: 'site'; readonly host: Host }
  | { readonly kind: 'live' }
  | { readonly kind: 'blocked' }

export function createRound({ site, liveHosts }: Served): Round {
  const scope = new AsyncResource('palaestra.gateway')
  const ends = new Set<() => void>()
  let waiting: (() => void)[] = []
  const wake = () => {
    for (const resolve of waiting) resolve()
    waiting = []
  }
  const round: Round = {
    traffic: browserTraffic.current(),
    ...{
      blocked: new Map<string, number>(),
      served: 0,
      open: 0,
      isOver: false,
      failure: undefined,
    },
    run: (work) => scope.runInAsyncScope(work),
    route(url) {
      const { hostname } = url
      const host = Object.hasOwn(site, hostname) ? site[hostname] : undefined
      if (host) return { kind: 'site', host }
      if (isLive(liveHosts, url)) return { kind: 'live' }
      if (!isBackground(hostname)) {
        round.blocked.set(hostname, (round.blocked.get(hostname) ?? 0) + 1)
      }
      return { kind: 'blocked' }
    },
    onEnd(end) {
      ends.add(end)
      return () => void ends.delete(end)
    },
    fail(error) {
      round.failure ??= error
    },
    begin() {
      round.open++
    },
    finish() {
      round.open--
      if (round.open === 0) wake()
    },
    idle: () =>
      round.open === 0 || round.isOver
        ? Promise.resolve()
        : new Promise((resolve) => waiting.push(resolve)),
    end() {
      round.isOver = true
      for (const end of [...ends]) end()
      ends.clear()
      wake()
    },
  }
  return round
}
