import type { CDPSession } from 'playwright-core'
import { htmlScript } from './html-script.ts'
import type { Snapshot } from './snapshot.ts'

/** The document as HTML, without what nobody sees, up to a number of characters. */
export async function prunedHtml(
  session: CDPSession,
  chars: number,
  { elements }: Snapshot,
): Promise<string> {
  const refs = Object.fromEntries([...elements].map(([ours, { ref }]) => [ref, ours]))
  const expression = htmlScript(refs, chars)
  const contextId = await worldOf(session)
  const { result, exceptionDetails } = await session.send('Runtime.evaluate', {
    ...{ expression, contextId, returnByValue: true },
  })
  if (exceptionDetails) {
    const { exception, text } = exceptionDetails
    throw new Error(`Cannot write down the page: ${exception?.description ?? text}`)
  }
  return String(result.value)
}

/** Where Playwright keeps the refs of elements; a world of our own where that is not found. */
async function worldOf(session: CDPSession): Promise<number> {
  const { frameTree } = await session.send('Page.getFrameTree')
  const { id: frameId } = frameTree.frame
  let found: number | undefined
  const onContext = ({ context }: ContextCreated) => {
    if (context.auxData?.frameId !== frameId) return
    if (context.name.startsWith('__playwright_utility_world')) found = context.id
  }
  session.on('Runtime.executionContextCreated', onContext)
  await session.send('Runtime.enable')
  await session.send('Runtime.disable')
  session.off('Runtime.executionContextCreated', onContext)
  if (found !== undefined) return found
  const worldName = 'palaestra'
  const world = await session.send('Page.createIsolatedWorld', { frameId, worldName })
  return world.executionContextId
}

interface ContextCreated {
  readonly context: {
    readonly id: number
    readonly name: string
    readonly auxData?: { frameId?: string }
  }
}
