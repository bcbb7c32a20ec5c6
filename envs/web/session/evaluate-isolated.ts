import type { CDPSession } from 'playwright-core'
import { within } from './timers.ts'

/**
 * What an expression comes to in a world of its own: it sees the document, not what scripts of the page made of
 * the language.
 */
export async function evaluateIsolated<T>(
  session: CDPSession,
  expression: string,
  timeoutMs: number,
): Promise<T> {
  const answer = await within(evaluate(session, expression), timeoutMs, null)
  if (answer === null) {
    throw new Error(`Cannot evaluate an expression: the page did not answer in ${timeoutMs} ms`)
  }
  const { result, exceptionDetails } = answer
  if (exceptionDetails) {
    const { exception, text } = exceptionDetails
    throw new Error(`Cannot evaluate an expression: ${exception?.description ?? text}`)
  }
  return result.value as T
}

async function evaluate(session: CDPSession, expression: string) {
  const { frameTree } = await session.send('Page.getFrameTree')
  const { executionContextId: contextId } = await session.send('Page.createIsolatedWorld', {
    frameId: frameTree.frame.id,
    worldName: 'palaestra',
  })
  return session.send('Runtime.evaluate', {
    ...{ expression, contextId, returnByValue: true, awaitPromise: true },
  })
}
