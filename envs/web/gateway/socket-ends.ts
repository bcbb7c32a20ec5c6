import type { WebSocket } from 'ws'
import type { SocketEnd } from '../../../fixtures/index.ts'
import type { Host } from '../site/site.ts'
import { createMailbox } from './mailbox.ts'

/** The other side of a connection that `ws` speaks on. What is sent before it is open waits. */
export function endOf(socket: WebSocket): SocketEnd {
  const messages = createMailbox<[message: string]>()
  const closes = createMailbox<[code?: number, reason?: string]>()
  const whenOpen = (work: () => void) => {
    if (socket.readyState === socket.CONNECTING) socket.once('open', work)
    else work()
  }
  socket.on('message', (data, isBinary) => {
    if (isBinary) socket.close(1003, 'only text')
    else messages.put(String(data))
  })
  socket.on('close', (code, reason) => closes.put(code, String(reason)))
  // A close follows.
  socket.on('error', () => {})
  return {
    send: (message) => whenOpen(() => socket.send(message, () => {})),
    close: (code, reason) =>
      whenOpen(() => (isSendable(code) ? socket.close(code, reason) : socket.close())),
    onMessage: messages.listen,
    onClose: closes.listen,
  }
}

/** Others say only how a connection ended. */
const isSendable = (code: number | undefined): code is number =>
  code !== undefined &&
  ((code >= 1000 && code <= 1014 && ![1004, 1005, 1006].includes(code)) ||
    (code >= 3000 && code <= 4999))

/** The server's end of a socket that a host of ours accepts. `fail` hears of the host's errors. */
export function endOfHost(host: Host, request: Request, fail: (error: unknown) => void): SocketEnd {
  const fromHost = createMailbox<[message: string]>()
  const toHost = createMailbox<[message: string]>()
  const closedByHost = createMailbox<[code?: number, reason?: string]>()
  const closedByPage = createMailbox<[]>()
  let isOpen = true
  const guarded = <T extends readonly unknown[]>(listener: (...args: T) => void) => {
    return (...args: T) => {
      try {
        listener(...args)
      } catch (error) {
        broken(error)
      }
    }
  }
  const broken = (error: unknown) => {
    fail(error)
    if (isOpen) closedByHost.put(1011)
    isOpen = false
  }
  try {
    host.socket?.(
      {
        send(message) {
          if (isOpen) fromHost.put(message)
        },
        close(code, reason) {
          if (isOpen) closedByHost.put(code, reason)
          isOpen = false
        },
        onMessage: (listener) => toHost.listen(guarded(listener)),
        onClose: (listener) => closedByPage.listen(guarded(listener)),
      },
      request,
    )
  } catch (error) {
    broken(error)
  }
  return {
    send(message) {
      if (isOpen) toHost.put(message)
    },
    close() {
      isOpen = false
      closedByPage.put()
    },
    onMessage: fromHost.listen,
    onClose: closedByHost.listen,
  }
}

/** Carries what each sends to the other, until one closes. */
export function join(page: SocketEnd, server: SocketEnd): Promise<void> {
  return new Promise((resolve) => {
    page.onMessage((message) => server.send(message))
    server.onMessage((message) => page.send(message))
    page.onClose((code, reason) => {
      server.close(code, reason)
      resolve()
    })
    server.onClose((code, reason) => {
      page.close(code, reason)
      resolve()
    })
  })
}
