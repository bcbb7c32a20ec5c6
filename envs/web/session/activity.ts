import type { BrowserContext, CDPSession, Page, Request } from 'playwright-core'
import type { Gateway } from '../gateway/gateway.ts'
import { wallMs } from './timers.ts'

/** What pages wait for: requests, documents that load, tabs that are about to open. */
export interface Activity {
  /** Nothing is under way. */
  isQuiet(): boolean
  /** Resolves when something changed. */
  change(): Promise<void>
  watch(page: Page, session: CDPSession): void
  /** A tab that was announced is there. */
  arrived(): void
  /** What is under way now will not end: it is not waited for again. */
  giveUp(): void
}

/** How long a page is given to read what has come whole. */
const UNREAD_MS = 150
/** What a message on a socket is followed by, as an answer to it, comes within that time. */
const SOCKET_MS = 60
/** Sockets that go on and on are not waited for: that long at most, until there was a pause. */
const BURST_MS = 1000
const PAUSE_MS = 500

export function watchActivity(context: BrowserContext, gateway: Gateway): Activity {
  const requests = new Set<Request>()
  const loading = new Map<Page, Set<string>>()
  const endless = new WeakSet<Request>()
  let streams = 0
  let announced = 0
  let ignored = 0
  const burst = { began: 0, last: 0, until: 0 }
  const onMessage = () => {
    const now = wallMs()
    if (now - burst.last > PAUSE_MS) burst.began = now
    burst.last = now
    burst.until = Math.min(now + SOCKET_MS, burst.began + BURST_MS)
  }
  let tell = () => {}
  let changed = new Promise<void>((resolve) => {
    tell = resolve
  })
  const touch = () => {
    tell()
    changed = new Promise((resolve) => {
      tell = resolve
    })
  }
  const isStream = (request: Request) => request.resourceType() === 'eventsource'
  const ended = (request: Request) => {
    if (isStream(request)) streams--
    requests.delete(request)
    touch()
  }
  /** A response whose body no script reads does not finish. */
  const answered = (request: Request) => {
    const timer = setTimeout(() => {
      if (requests.delete(request)) touch()
    }, UNREAD_MS)
    timer.unref()
  }
  context.on('request', (request) => {
    if (isStream(request)) streams++
    else requests.add(request)
  })
  context.on('response', (response) => answered(response.request()))
  context.on('requestfinished', ended)
  context.on('requestfailed', ended)

  return {
    isQuiet() {
      ignored = Math.min(ignored, Math.max(0, gateway.open - streams))
      return (
        announced <= 0 &&
        wallMs() >= burst.until &&
        gateway.open - streams <= ignored &&
        [...loading.values()].every((frames) => frames.size === 0) &&
        [...requests].every((request) => endless.has(request))
      )
    },
    change: () => changed,
    watch(page, session) {
      const frames = new Set<string>()
      loading.set(page, frames)
      const began = ({ frameId }: { readonly frameId: string }) => void frames.add(frameId)
      const stopped = ({ frameId }: { readonly frameId: string }) => {
        frames.delete(frameId)
        touch()
      }
      session.on('Page.frameStartedLoading', began)
      session.on('Page.frameStoppedLoading', stopped)
      session.on('Page.frameDetached', stopped)
      session.on('Page.windowOpen', () => {
        announced++
      })
      page.on('websocket', (socket) => {
        onMessage()
        socket.on('framesent', onMessage)
        socket.on('framereceived', onMessage)
      })
      page.on('close', () => {
        loading.delete(page)
        for (const request of requests) {
          if (isOf(request, page)) requests.delete(request)
        }
        touch()
      })
    },
    arrived() {
      announced = Math.max(0, announced - 1)
      touch()
    },
    giveUp() {
      for (const request of requests) endless.add(request)
      for (const frames of loading.values()) frames.clear()
      announced = 0
      burst.until = 0
      ignored = Math.max(0, gateway.open - streams)
    },
  }
}

function isOf(request: Request, page: Page): boolean {
  try {
    return request.frame().page() === page
  } catch {
    // Of a frame that is gone.
    return true
  }
}
