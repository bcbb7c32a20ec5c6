import { setTimeout as sleep } from 'node:timers/promises'
import type { AnyDef } from '../../../core/index.ts'
import type { WebAction } from '../act/tools.ts'
import type { WebSession } from '../session/session.ts'
import { nextScript, restScript } from './capture-script.ts'
import { actionOfMeant, type Meant } from './meant.ts'

/** What came of waiting: what the person did, or a remark for them. */
export type Captured = { readonly action: WebAction } | { readonly note: string }

/** What a person does in the window of a session, as actions; the page hears of it only through these. */
export interface PersonCapture {
  /** Waits for what the person does next; null: told to stop. Until it is called again, events pass. */
  next(signal: AbortSignal): Promise<Captured | null>
}

/** What is needed of a session. */
export type CapturedSession = Pick<WebSession, 'view' | 'evaluateIsolated'>

interface Answer {
  readonly isKnown: boolean
  readonly url: string
  readonly meant: Meant | null
}

/** How long one question to the page takes, at most. */
const POLL_MS = 1000
const RETRY_MS = 50

/**
 * Takes what a person does in the window. Pages within pages are heard where they are of the same origin; tabs
 * and the bar of the browser are not.
 */
export function capturePerson(session: CapturedSession): PersonCapture {
  return {
    async next(signal) {
      const view = await session.view()
      // Nothing of the page runs behind a dialog: it is answered by its action.
      if (view.dialog) return stopped(signal)
      const rest = () => session.evaluateIsolated(restScript).catch(() => {})
      const onAbort = () => void rest()
      signal.addEventListener('abort', onAbort)
      try {
        let isFirst = true
        while (!signal.aborted) {
          const answer = await session
            .evaluateIsolated<Answer>(nextScript(POLL_MS))
            .catch(() => null)
          if (signal.aborted) return null
          if (answer === null) await sleep(RETRY_MS)
          else if (answer.meant !== null) return actionOfMeant(answer.meant, view.nodes)
          else if (!isFirst && !answer.isKnown && answer.url !== view.url) {
            // The person went there by the bar of the browser.
            return { action: { tool: 'goto', url: answer.url } }
          }
          isFirst = false
        }
        return null
      } finally {
        signal.removeEventListener('abort', onAbort)
        await rest()
      }
    },
  }
}

const stopped = (signal: AbortSignal) =>
  new Promise<null>((resolve) => {
    if (signal.aborted) resolve(null)
    signal.addEventListener('abort', () => resolve(null), { once: true })
  })

/** The definition with each session told as its episode begins. */
export function withSessions<D extends AnyDef>(
  definition: D,
  onSession: (session: WebSession) => void,
): D {
  return {
    ...definition,
    reset: async (context: Parameters<D['reset']>[0]) => {
      const begun = await definition.reset(context)
      onSession((begun.state as { readonly session: WebSession }).session)
      return begun
    },
  }
}
