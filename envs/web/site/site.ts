import type { MaybePromise } from '../../../core/index.ts'

/**
 * What a browser finds behind the names of hosts: servers without sockets. A request reaches them through the
 * gateway of the browser's context, so that every episode has servers and state of its own.
 */
export type Site = Readonly<Record<string, Host>>

/** One host, as `shop.test`. A Hono app is one. */
export interface Host {
  fetch(request: Request): MaybePromise<Response>
  /** Accepts a WebSocket; where it is absent, the handshake is refused. */
  socket?(socket: SiteSocket, request: Request): void
}

/** The server's end of a WebSocket of text messages. */
export interface SiteSocket {
  send(message: string): void
  close(code?: number, reason?: string): void
  onMessage(listener: (message: string) => void): void
  onClose(listener: () => void): void
}
