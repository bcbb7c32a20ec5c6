import type { Page } from 'playwright-core'

const NOISE = /\n\s*(?:Call log:|=+ logs)/

/** What of a message of Playwright tells the reason: without its log, its colours and the name of the call. */
export function plain(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  const [told = ''] = message.split(NOISE)
  return (
    told
      // biome-ignore lint/suspicious/noControlCharactersInRegex: colours of a terminal
      .replace(/\u001b\[[0-9;]*m/g, '')
      .replace(/^[a-z]+\.[a-zA-Z]+: /, '')
      .replace(/^(?:Error: )+/, '')
      .replace(/\s+/g, ' ')
      .trim()
  )
}

export const isTimeout = (error: unknown): boolean =>
  error instanceof Error && error.name === 'TimeoutError'

const DEAD =
  /Target (?:page, context or browser has been )?closed|crashed|browser has (?:been closed|disconnected)/i

/** The page or the browser is no more. */
export const isDeath = (error: unknown): boolean =>
  error instanceof Error && (error.name === 'TargetClosedError' || DEAD.test(plain(error)))

/** A script closed this tab while others stay: no one died. */
export const isOwnEnd = (page: Page): boolean =>
  page.isClosed() && page.context().pages().length > 0
