import { readFile } from 'node:fs/promises'
import type { AddressInfo, Server } from 'node:net'
import { extname } from 'node:path'
import { ConfigError, messageOf } from '../../core/index.ts'
import { composePage, titleOf, viewsOf } from './compose.ts'
import { followRuns } from './follow-runs.ts'
import { loadPageAssets } from './page-assets.ts'
import type { PageData } from './page-data.ts'
import { pageShell } from './page-html.ts'
import { panels } from './panels/index.ts'
import { goneFolder, goneRun } from './read/gone.ts'
import { insideOf } from './read/inside-of.ts'
import { openRunReader } from './read/read-run.ts'
import { listSamples } from './samples/embed-samples.ts'
import { packSample } from './samples/sample.ts'

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
/** Drawing the plots takes a while. */
const CHANGE_EVERY_MS = 1500

/**
 * Serves the page and what it asks for, following runs that go on.
 * @throws ConfigError where a folder holds no run, or the port is taken.
 */
export async function serveReport(
  dirs: readonly string[],
  options: ServeOptions,
): Promise<ReportServer> {
  const { port, pollMs = 1000, onError = () => {} } = options
  const [{ Hono }, { stream }, { createAdaptorServer }, assets] = await Promise.all([
    import('hono'),
    import('hono/streaming'),
    import('@hono/node-server'),
    loadPageAssets(),
  ])
  const readers = await Promise.all(dirs.map((dir) => openRunReader(dir, panels)))
  for (const reader of readers) await reader.update()
  const closing = new AbortController()
  let composed: Promise<PageData> | undefined
  const followed = followRuns(readers, {
    pollMs,
    changeEveryMs: CHANGE_EVERY_MS,
    onError,
    onChange() {
      composed = undefined
    },
  })
  const compose = () => {
    if (composed) return composed
    const views = viewsOf(readers)
    const apart = { blobOf: () => null, samples: listSamples(views), leftOut: '' }
    const composing = composePage(views, panels, apart)
    composed = composing
    composing.catch(() => {
      // The next one to ask tries again.
      if (composed === composing) composed = undefined
    })
    return composing
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
  app.get('/state', (context) => context.json(followed.state()))
  app.get('/data.json', async (context) => {
    // Before anything else comes between: it is what the data is made from.
    const { revision } = followed.state()
    const data = await compose()
    return context.json(data, 200, { etag: revision })
  })
  app.get('/episode/:run/:id', async (context) => {
    const reader = readerAt(context.req.param('run'))
    if (!reader) return context.notFound()
    try {
      const trajectory = await reader.trajectory(context.req.param('id'))
      return trajectory ? context.json(trajectory as object) : context.notFound()
    } catch (error) {
      const gone = await goneRun(reader.dir)
      if (gone === null) throw error
      return context.text(`${gone}: its transcripts cannot be read.`, 410)
    }
  })
  app.get('/sample/:run', async (context) => {
    const reader = readerAt(context.req.param('run'))
    if (!reader) return context.notFound()
    const { update = '', group = '', episode = '' } = context.req.query()
    try {
      const sample = await reader.sample({ update: Number(update), group, episode })
      return sample ? context.json(packSample(sample)) : context.notFound()
    } catch (error) {
      const gone = await goneFolder(reader.dir)
      if (gone === null) throw error
      return context.text(`${gone}: its samples cannot be read.`, 410)
    }
  })
  app.get('/search', async (context) => {
    const text = context.req.query('q') ?? ''
    for (const { dir } of readers) {
      const gone = await goneFolder(dir)
      if (gone !== null) return context.text(`${gone}: its transcripts cannot be searched.`, 410)
    }
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
  app.get('/files/:run/:path{.+}', async (context) => {
    const reader = readerAt(context.req.param('run'))
    const path = context.req.param('path')
    const type = imageTypes[extname(path).toLowerCase()]
    if (!reader || !type) return context.notFound()
    const file = await insideOf(reader.dir, path)
    const bytes = file === null ? null : await readFile(file).catch(() => null)
    if (!bytes) return context.notFound()
    return context.body(new Uint8Array(bytes), 200, { 'content-type': type })
  })
  let failed = ''
  app.onError((error, context) => {
    // A page asks again until it is answered.
    if (error.message !== failed) onError(error)
    failed = error.message
    return context.text('The report could not be made; the terminal says why.', 500)
  })

  const server = createAdaptorServer({ fetch: app.fetch })
  try {
    await listen(server, port)
  } catch (error) {
    await followed.close()
    throw new ConfigError(
      `Cannot serve the report on port ${port}: ${portProblem(error)} (choose another with --port)`,
      { cause: error },
    )
  }
  let closed: Promise<void> | undefined
  const close = () => {
    closed ??= (async () => {
      closing.abort()
      await followed.close()
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

function listen(server: Pick<Server, 'once' | 'listen'>, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
}

function portProblem(error: unknown): string {
  const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
  return isTaken ? 'it is taken' : messageOf(error)
}
