import type { Site } from '../site/site.ts'

/**
 * All that the pages of one browser context can reach: a proxy of this process on a loopback port. Names of the
 * site go to its hosts, names that are allowed to the real network, everything else is refused and counted.
 * A proxy and not a route handler, because Playwright hands a route no request that a redirect led to.
 */
export interface Gateway extends AsyncDisposable {
  /** `http://127.0.0.1:<port>`, for `newContext({ proxy: { server, bypass: '<-loopback>' } })`. */
  readonly server: string
  /** What is served from now on; counters begin anew. Requests of what was served before are cut off. */
  serve(what: Served): void
  readonly served: number
  /** By host. Requests of the browser itself are no one's, and are not counted. */
  readonly blocked: Readonly<Record<string, number>>
  /** Requests that are not answered to their end, without WebSockets. */
  readonly open: number
  /** The first error of a host, or of the tape: not the policy's doing. Undefined: there was none. */
  readonly failure: unknown
  /** Resolves once no request is open. */
  idle(): Promise<void>
  close(): Promise<void>
}

export interface Served {
  readonly site: Site
  /** As `example.com` or `*.example.com`, of the real network. */
  readonly liveHosts: readonly string[]
}
