import type { CDPSession, Page } from 'playwright-core'

const sessions = new WeakMap<Page, Promise<CDPSession>>()

/** The one CDP session of a page, kept as long as the page: each further one would be told of everything, too. */
export function pageSession(page: Page): Promise<CDPSession> {
  const known = sessions.get(page)
  if (known) return known
  const opening = page.context().newCDPSession(page)
  sessions.set(page, opening)
  opening.catch(() => sessions.delete(page))
  return opening
}
