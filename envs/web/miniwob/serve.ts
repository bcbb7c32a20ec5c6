import { readFile, realpath } from 'node:fs/promises'
import { extname, join, sep } from 'node:path'
import type { Host } from '../site/site.ts'
import { REPORT_PATH, type Report } from './harness.ts'

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.gif': 'image/gif',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.ico': 'image/x-icon',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
}
const LONGEST_REPORT = 100_000

export interface Serving {
  readonly root: string
  /** The only task that is served: an easier one would pay as well. */
  readonly page: string
  readonly secret: string
  onReport(report: Report): void
  onTampering(what: string): void
}

/** The folder as it is, and the place its harness reports to. */
export function serveMiniWob(serving: Serving): Host {
  return {
    async fetch(request) {
      const { pathname } = new URL(request.url)
      if (pathname === REPORT_PATH) return receive(request, serving)
      if (request.method !== 'GET' && request.method !== 'HEAD') return answer(405)
      const path = await pathOf(pathname, serving)
      if (path === null) return answer(404)
      const body = await readFile(path).catch(() => null)
      if (body === null) return answer(404)
      const type = TYPES[extname(path).toLowerCase()] ?? 'application/octet-stream'
      return new Response(request.method === 'HEAD' ? null : new Uint8Array(body), {
        headers: { 'content-type': type, 'cache-control': 'no-store' },
      })
    },
  }
}

/** The file a path of the address means; null where it is outside the folder, also by a symbolic link. */
async function pathOf(pathname: string, { root, page }: Serving): Promise<string | null> {
  const name = decoded(pathname)?.slice(1)
  if (name === undefined || /[\0\\]/.test(name) || name.split('/').includes('..')) return null
  if (isOtherTask(name, page)) return null
  const path = await realpath(join(root, name)).catch(() => null)
  return path?.startsWith(root + sep) ? path : null
}

function isOtherTask(name: string, page: string): boolean {
  const [folder, task] = page.split('/')
  const [wantedFolder, wanted] = name.split('/')
  if (wantedFolder === 'flight') return folder !== 'flight' || isOtherFlight(task, wanted)
  return name.endsWith('.html') && wantedFolder === 'miniwob' && name !== page
}

/** What flights share is in folders of its own, without a wrapper: `flight-common`. */
const isOtherFlight = (task: string | undefined, wanted: string | undefined) =>
  wanted !== task && wanted?.includes('common') !== true

function decoded(pathname: string): string | undefined {
  try {
    return decodeURIComponent(pathname)
  } catch {
    return undefined
  }
}

async function receive(request: Request, serving: Serving): Promise<Response> {
  const text = request.method === 'POST' ? await request.text() : ''
  const message = text.length > LONGEST_REPORT ? null : parsed(text)
  if (message?.secret !== serving.secret) {
    serving.onTampering('forged-report')
    return answer(403)
  }
  serving.onReport(message as unknown as Report)
  return answer(204)
}

function parsed(text: string): { readonly secret?: unknown } | null {
  try {
    return JSON.parse(text) as { readonly secret?: unknown } | null
  } catch {
    return null
  }
}

const answer = (status: number) =>
  new Response(status === 204 ? null : `${status}`, {
    status,
    headers: { 'content-type': 'text/plain' },
  })
