import http, { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import https from 'node:https'
import net from 'node:net'
import type { Duplex } from 'node:stream'
import tls from 'node:tls'
import { WebSocket, WebSocketServer } from 'ws'
import { answerRequest } from './answer.ts'
import { certificate } from './certificate.ts'
import { lookupOf } from './live.ts'
import { headersOf } from './page-request.ts'
import type { Round, Target } from './round.ts'
import { sendNote } from './send.ts'
import { endOf, endOfHost, join } from './socket-ends.ts'

/** What a browser asked to be connected to, and on whose behalf. */
interface Tunnel {
  readonly round: Round
  readonly target: Target
  /** `http://shop.test/`. */
  readonly origin: string
}

/** Larger messages close their socket. */
const MAX_MESSAGE_BYTES = 2 ** 20 * 8

/** Connections that a browser asks a proxy for: of WebSockets and of TLS. */
export function createTunnels(current: () => Round) {
  const tunnels = new WeakMap<Duplex, Tunnel>()
  const inner = createServer({ keepAliveTimeout: 0, requestTimeout: 0 })
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE_BYTES })

  inner.on('request', (incoming: IncomingMessage, response: ServerResponse) => {
    const tunnel = tunnels.get(incoming.socket)
    const url = tunnel && addressIn(tunnel, incoming)
    if (!tunnel || !url) return sendNote(response, 400, 'Bad request')
    const { round } = tunnel
    round.run(() => void answerRequest(round, url, incoming, response))
  })
  inner.on('upgrade', (incoming: IncomingMessage, socket: Duplex, head: Buffer) => {
    const tunnel = tunnels.get(incoming.socket)
    const url = tunnel && addressIn(tunnel, incoming)
    if (!tunnel || !url) return refuse(socket, 400)
    const { target, round } = tunnel
    if (target.kind === 'blocked' || (target.kind === 'site' && !target.host.socket)) {
      return refuse(socket, 404)
    }
    sockets.handleUpgrade(incoming, socket, head, (page) => {
      round.run(() => void carry(tunnel, page, new Request(url, { headers: headersOf(incoming) })))
    })
  })

  function connect(incoming: IncomingMessage, socket: Duplex, head: Buffer): void {
    // A client that goes away is no one's error.
    socket.on('error', () => {})
    const round = current()
    const url = authority(incoming.url)
    if (!url) {
      refuse(socket, 400)
      return
    }
    const target = round.route(url)
    if (target.kind === 'blocked') {
      refuse(socket, 403, `Blocked: ${url.hostname} is not part of this task`)
      return
    }
    const forget = round.onEnd(() => socket.destroy())
    socket.once('close', forget)
    const whenThere = () => socket.write('HTTP/1.1 200 Connection Established\r\n\r\n')
    if (target.kind === 'live' && !round.traffic) {
      forward(url, socket, head, whenThere)
      return
    }
    whenThere()
    if (head.length > 0) socket.unshift(head)
    socket.once('readable', () => {
      const first = socket.read(1) as Buffer | null
      if (!first) return
      socket.unshift(first)
      const scheme = first[0] === TLS_HANDSHAKE ? 'https' : 'http'
      const tunnel = { round, target, origin: `${scheme}://${url.host}/` }
      if (scheme === 'http') serve(tunnel, socket)
      else
        void overTls(socket).then(
          (inside) => serve(tunnel, inside),
          () => socket.destroy(),
        )
    })
  }

  function serve(tunnel: Tunnel, socket: Duplex): void {
    tunnels.set(socket, tunnel)
    inner.emit('connection', socket)
  }

  return connect
}

const TLS_HANDSHAKE = 0x16

async function overTls(socket: Duplex): Promise<Duplex> {
  const secureContext = tls.createSecureContext(await certificate())
  const inside = new tls.TLSSocket(socket as net.Socket, { isServer: true, secureContext })
  inside.on('error', () => socket.destroy())
  return inside
}

/** To the real network, as it is; only names of the usual kind, whose addresses are public. */
function forward(
  { hostname, port }: URL,
  socket: Duplex,
  head: Buffer,
  whenThere: () => void,
): void {
  const host = hostname.replace(/^\[(.*)\]$/, '$1')
  const server = net.connect({ host, port: Number(port || 80), ...lookupOf(hostname) }, () => {
    whenThere()
    server.write(head)
    server.pipe(socket).pipe(server)
  })
  server.on('error', () => socket.destroy())
  server.on('close', () => socket.destroy())
  socket.on('close', () => server.destroy())
}

async function carry(
  { target, round }: Tunnel,
  socket: WebSocket,
  request: Request,
): Promise<void> {
  const page = endOf(socket)
  const live = () =>
    target.kind === 'site' ? endOfHost(target.host, request, round.fail) : endOf(dial(request))
  try {
    await (round.traffic?.socket(request, page, live) ?? join(page, live()))
  } catch (error) {
    round.fail(error)
    socket.close(1011)
  }
}

function dial(request: Request): WebSocket {
  const url = new URL(request.url)
  const { Agent } = url.protocol === 'https:' ? https : http
  const headers = Object.fromEntries(request.headers)
  const protocols = headers['sec-websocket-protocol']?.split(/,\s*/) ?? []
  delete headers['sec-websocket-protocol']
  const agent = new Agent({ ...lookupOf(url.hostname) })
  return new WebSocket(url.href.replace(/^http/, 'ws'), protocols, { headers, agent })
}

function authority(text = ''): URL | undefined {
  if (!/^(?:\[[\da-f:.]+\]|[^\s/?#@:[\]]+):\d+$/i.test(text)) return undefined
  return URL.canParse(`http://${text}`) ? new URL(`http://${text}`) : undefined
}

/** What is asked within a tunnel: of the host that it leads to, whatever the request claims. */
function addressIn({ origin }: Tunnel, { url = '', headers }: IncomingMessage): URL | undefined {
  const { host = '' } = headers
  const claimed = `${new URL(origin).protocol}//${host}/`
  if (!url.startsWith('/') || !URL.canParse(claimed)) return undefined
  if (new URL(claimed).host !== new URL(origin).host) return undefined
  return URL.canParse(`${origin}${url.slice(1)}`) ? new URL(`${origin}${url.slice(1)}`) : undefined
}

function refuse(socket: Duplex, status: number, text = http.STATUS_CODES[status] ?? ''): void {
  const head = `HTTP/1.1 ${status} ${http.STATUS_CODES[status]}\r\nConnection: close`
  socket.end(`${head}\r\nContent-Type: text/plain\r\nContent-Length: ${text.length}\r\n\r\n${text}`)
}
