import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { exemptFromBlock } from '../../../fixtures/index.ts'
import { answerRequest } from './answer.ts'
import type { Gateway } from './gateway.ts'
import { createRound } from './round.ts'
import { sendNote } from './send.ts'
import { createTunnels } from './tunnels.ts'

/** Opens a gateway that serves nothing yet. */
export async function openGateway(): Promise<Gateway> {
  let round = createRound({ site: {}, liveHosts: [] })
  const server = createServer({ keepAliveTimeout: 0, requestTimeout: 0 }, onRequest)
  const connectTunnel = createTunnels(() => round)
  server.on('connect', connectTunnel)
  // Those that became tunnels are no longer the server's own.
  const connections = new Set<Socket>()
  server.on('connection', (socket) => {
    connections.add(socket)
    socket.once('close', () => connections.delete(socket))
  })
  let closing: Promise<void> | undefined

  function onRequest(incoming: IncomingMessage, response: ServerResponse): void {
    const url = absolute(incoming.url)
    // Straight to the port: no browser of ours.
    if (!url) {
      sendNote(response, 400, 'This is a proxy')
      return
    }
    const current = round
    current.run(() => void answerRequest(current, url, incoming, response))
  }

  const close = () => {
    closing ??= new Promise((resolve) => {
      round.end()
      server.close(() => resolve())
      for (const socket of connections) socket.destroy()
    })
    return closing
  }

  await exemptFromBlock(
    () =>
      new Promise<void>((resolve, reject) => {
        server.once('error', reject)
        server.listen(0, '127.0.0.1', resolve)
      }),
  )
  const { port } = server.address() as AddressInfo
  return {
    server: `http://127.0.0.1:${port}`,
    serve(what) {
      round.end()
      round = createRound(what)
    },
    get served() {
      return round.served
    },
    get blocked() {
      return Object.fromEntries(round.blocked)
    },
    get open() {
      return round.open
    },
    get failure() {
      return round.failure
    },
    idle: () => round.idle(),
    close,
    [Symbol.asyncDispose]: close,
  }
}

function absolute(url = ''): URL | undefined {
  if (!/^http:\/\/[^/]/i.test(url) || !URL.canParse(url)) return undefined
  const parsed = new URL(url)
  return parsed.hostname === '' ? undefined : parsed
}
