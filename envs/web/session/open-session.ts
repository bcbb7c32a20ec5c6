import { leaseContext } from '../browser/pool.ts'
import type { SessionOptions, WebSession } from './session.ts'
import { sessionOn } from './session-on.ts'

/**
 * Opens a context of the shared browser and its pages, and waits until they are still.
 * @throws SandboxError where the browser is lost, ConfigError where there is none.
 */
export async function openSession(options: SessionOptions): Promise<WebSession> {
  options.signal?.throwIfAborted()
  const { viewport, locale, timezone, headed, recording, signal } = options
  const lease = await leaseContext({
    ...{ viewport, locale, timezone, headed, recording, signal },
    served: { site: options.site, liveHosts: options.liveHosts },
  })
  try {
    return await sessionOn(lease, options)
  } catch (error) {
    await lease.release(false)
    throw error
  }
}
