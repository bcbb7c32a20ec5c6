import { readFile, realpath } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { extname, join, sep } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { ConfigError } from '../../core/index.ts'
import { composePage, titleOf, viewsOf } from './compose.ts'
import { loadPageAssets } from './page-assets.ts'
import type { PageData } from './page-data.ts'
import { pageShell } from './page-html.ts'
import { panels } from './panels/index.ts'
import { openRunReader } from './read/read-run.ts'

export interface ServeOptions {
  /** On this machine's loopback alone; 0 takes a free port. */
  readonly port: number
  /** How often the folders are looked at (default 1000). */
  readonly pollMs?: number
  readonly onError?: (error: unknown) => void
}

export interface ReportServer extends AsyncDisposable {
  readonly url: string
  /** Ends open connections too; twice is fine. */
  close(): Promise<void>
}

const imageTypes: Readonly<Record<string, string>> = {
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.gif': 'image/gif',
  '.webp': 'image/webp',
  '.avif': 'image/avif',
}
/** A page elsewhere must not read transcripts through a name that it made point here. */
const LOCAL_HOST = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/
/** A change is told at once, and then at most this often: drawing the plots takes a while. */
const TELL_EVERY_MS = 1500

/**
 * Serves the page and what it asks for, following runs that go on.
 * @throws ConfigError where a folder holds no run, or the port is taken.
 */
export async function serveReport(
  dirs: readonly string[],
  options: ServeOptions,
): Promise<ReportServer> {
  const { port, pollMs = 1000, onError = () => {} } = options
  const [{ Hono }, { streamSSE, stream }, { createAdaptorServer }, assets] = await Promise.all([
    import('hono'),
    import('hono/streaming'),
    import('@hono/node-server'),
    loadPageAssets(),
  ])
  const readers = await Promise.all(dirs.map((dir) => openRunReader(dir, panels)))
  for (const reader of readers) await reader.update()
  const closing = new AbortController()
  const listeners = new Set<() => void>()
  let composing: Promise<PageData> | undefined

  const compose = () => {
    composing ??= composePage(viewsOf(readers), panels, { blobOf: () => null, leftOut: '' })
    return composing
  }
  const follow = async () => {
    while (!closing.signal.aborted) {
      await sleep(pollMs, undefined, { signal: closing.signal })
      const changed = await Promise.all(readers.map((reader) => reader.update()))
      if (!changed.includes(true)) continue
      composing = undefined
      for (const tell of listeners) tell()
      await sleep(Math.max(0, TELL_EVERY_MS - pollMs), undefined, { signal: closing.signal })
    }
  }
  const readerAt = (index: string) => (/^\d+$/.test(index) ? readers[Number(index)] : undefined)

  const app = new Hono()
  app.use(async (context, next) => {
    if (!LOCAL_HOST.test(context.req.header('host') ?? '')) return context.text('Forbidden', 403)
    await next()
    context.header('x-content-type-options', 'nosniff')
    context.header('cache-control', 'no-store')
  })
  app.get('/', (context) => {
    const { head, tail } = pageShell(assets, { title: titleOf(viewsOf(readers)), live: true })
    return context.html(head + tail)
  })
  app.get('/data.json', async (context) => context.json(await compose()))
  app.get('/episode/:run/:id', async (context) => {
    const trajectory = await readerAt(context.req.param('run'))?.trajectory(context.req.param('id'))
    return trajectory ? context.json(trajectory as object) : context.notFound()
  })
  app.get('/search', (context) => {
    const text = context.req.query('q') ?? ''
    context.header('content-type', 'application/x-ndjson')
    return stream(context, async (out) => {
      for (const [run, reader] of readers.entries()) {
        for await (const { found, share } of reader.search(text)) {
          if (out.aborted || closing.signal.aborted) return
          const part = {
            found: found.map((id) => ({ run, id })),
            share: (run + share) / readers.length,
          }
          await out.write(`${JSON.stringify(part)}\n`)
        }
      }
    })
  })
  app.get('/events', (context) =>
    streamSSE(context, async (out) => {
      let wake = () => {}
      const tell = () => {
        out.writeSSE({ event: 'change', data: '' }).catch(() => {})
      }
      listeners.add(tell)
      out.onAbort(() => wake())
      closing.signal.addEventListener('abort', () => wake(), { once: true })
      await new Promise<void>((resolve) => {
        wake = resolve
      })
      listeners.delete(tell)
    }),
  )
  app.get('/files/:run/:path{.+}', async (context) => {
    const reader = readerAt(context.req.param('run'))
    const path = context.req.param('path')
    const type = imageTypes[extname(path).toLowerCase()]
    if (!reader || !type) return context.notFound()
    try {
      const root = await realpath(reader.dir)
      const file = await realpath(join(root, path))
      if (!file.startsWith(root + sep)) return context.notFound()
      return context.body(new Uint8Array(await readFile(file)), 200, { 'content-type': type })
    } catch {
      return context.notFound()
    }
  })
  app.onError((error, context) => {
    onError(error)
    return context.text('The report could not be made; the terminal says why.', 500)
  })

  const server = createAdaptorServer({ fetch: app.fetch })
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'EADDRINUSE'
          ? new ConfigError(
              `Cannot serve the report on port ${port}: it is taken (choose another with --port)`,
              { cause: error },
            )
          : new ConfigError(
              `Cannot serve the report on port ${port}: ${error.message} (choose another with --port)`,
              { cause: error },
            ),
      ),
    )
    server.listen(port, '127.0.0.1', resolve)
  })
  const following = follow().catch((error: unknown) => {
    if (!closing.signal.aborted) onError(error)
  })
  let closed: Promise<void> | undefined
  const close = () => {
    closed ??= (async () => {
      closing.abort()
      await following
      await new Promise<void>((resolve) => {
        server.close(() => resolve())
        if ('closeAllConnections' in server) server.closeAllConnections()
      })
    })()
    return closed
  }
  const { port: taken } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${taken}/`, close, [Symbol.asyncDispose]: close }
}
