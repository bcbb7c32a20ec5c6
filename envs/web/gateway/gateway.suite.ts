import http, { type IncomingHttpHeaders } from 'node:http'
import type { Gateway } from './gateway.ts'
import { openGateway } from './open-gateway.ts'

export interface Asked {
  readonly status: number | undefined
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

export interface AskOptions {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
}

/** Sends a request through a proxy, as a browser does. */
export function ask(server: string, target: string, options: AskOptions = {}): Promise<Asked> {
  const { hostname, port } = new URL(server)
  const { method = 'GET', body } = options
  const headers = { host: URL.canParse(target) ? new URL(target).host : 'x', ...options.headers }
  return new Promise((resolve, reject) => {
    http
      .request({ hostname, port, path: target, method, headers, agent: false }, (answer) => {
        let text = ''
        answer.setEncoding('utf8').on('data', (piece) => {
          text += piece
        })
        answer.on('error', reject)
        answer.on('end', () =>
          resolve({ status: answer.statusCode, headers: answer.headers, body: text }),
        )
      })
      .on('error', reject)
      .end(body)
  })
}

/** A gateway for one test. */
export async function serving(what: Partial<Parameters<Gateway['serve']>[0]>): Promise<Gateway> {
  const gateway = await openGateway()
  gateway.serve({ site: {}, liveHosts: [], ...what })
  return gateway
}

export interface Latch {
  readonly passed: Promise<void>
  open(): void
}

export function createLatch(): Latch {
  let open = () => {}
  const passed = new Promise<void>((resolve) => {
    open = resolve
  })
  return { passed, open }
}
