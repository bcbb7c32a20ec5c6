import { createRng } from '../../../../core/index.ts'
import type { SiteSocket } from '../../site/site.ts'
import { createVisitor } from '../shell/visitor.suite.ts'
import { createMailbox } from './app.ts'
import { generateMailbox } from './generate.ts'

export function openMailbox(seed = 5) {
  const state = generateMailbox(createRng(seed))
  const { server, host } = createMailbox(state, createRng(seed))
  return { state, server, host, visitor: createVisitor(server.app, 'http://mail.test') }
}

/** A page's end of a WebSocket: what the server sent, and how to send to it. */
export function createSocket() {
  const sent: string[] = []
  let hear: (message: string) => void = () => {}
  let closed: number | null = null
  const socket: SiteSocket = {
    send: (message) => void sent.push(message),
    close(code = 1000) {
      closed = code
    },
    onMessage(listener) {
      hear = listener
    },
    onClose() {},
  }
  return { socket, sent, say: (message: string) => hear(message), code: () => closed }
}
