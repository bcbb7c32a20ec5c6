import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { makeFolder } from '../../core/index.ts'
import { fileProblem } from '../run-error.ts'
import { type Aggregates, aggregatesOf, composePage, viewsOf } from './compose.ts'
import { plural } from './format.ts'
import { createImagePlacer, type ImagePlacer } from './images.ts'
import { loadPageAssets } from './page-assets.ts'
import { dataElement, pageShell } from './page-html.ts'
import { panels } from './panels/index.ts'
import { openRunReader, type RunReader } from './read/read-run.ts'
import { embedSamples } from './samples/embed-samples.ts'
import { createTranscripts, deflate, type Transcripts } from './transcripts.ts'

const MiB = 2 ** 20

export interface ReportOptions {
  /** The page's file. */
  readonly out: string
  /** Compressed transcripts a page holds, about; further ones are left out, and the page says so (default 96). */
  readonly maxTranscriptsMiB?: number
  /** The same of the tokens that training runs stored (default 16). */
  readonly maxSamplesMiB?: number
  readonly signal?: AbortSignal
  /** Called now and then while runs are read. */
  readonly onProgress?: (episodes: number) => void
}

export interface ReportResult {
  readonly out: string
  readonly bytes: number
  readonly episodes: number
  /** Of training runs, and the episodes they stored with their tokens that the page holds. */
  readonly updates: number
  readonly samples: number
  /** What the page does not hold, one sentence each; the runs' own notes included. */
  readonly notes: readonly string[]
}

/**
 * Writes one page about the runs, whatever state their folders are in.
 * @throws ConfigError where a folder holds no run, or the page cannot be written.
 */
export async function buildReport(
  dirs: readonly string[],
  options: ReportOptions,
): Promise<ReportResult> {
  const { out, maxTranscriptsMiB = 96, maxSamplesMiB = 16, signal, onProgress } = options
  const assets = await loadPageAssets()
  const readers = await openReaders(dirs)
  const images = createImagePlacer(out)
  const transcripts = createTranscripts(maxTranscriptsMiB * MiB)
  let read = 0
  for (const [run, reader] of readers.entries()) {
    await reader.update(async (stored, id) => {
      signal?.throwIfAborted()
      await transcripts.add(run, id, await images.place(stored, reader.dir))
      onProgress?.(++read)
    })
  }
  signal?.throwIfAborted()
  const views = viewsOf(readers)
  const samples = await embedSamples(readers, views, maxSamplesMiB * MiB, signal)
  const leftOut = [
    ...whatIsLeftOut(transcripts, maxTranscriptsMiB),
    ...samplesLeftOut(samples.leftOut, maxSamplesMiB),
    ...whatIsBeside(images),
  ].join(' ')
  const { blobOf } = transcripts
  const data = await composePage(views, panels, { blobOf, samples: samples.rows, leftOut })
  const { lines, blobs } = await transcripts.finish()
  const pageData = await deflate(JSON.stringify(data))
  const shell = pageShell(assets, { title: data.title, live: false })
  const bytes = await writePage(out, signal, function* () {
    yield shell.head
    yield dataElement('page-data', pageData)
    for (const [part, compressed] of lines.entries()) yield dataElement(`lines-${part}`, compressed)
    for (const [at, { part, bytes: compressed }] of blobs.entries()) {
      yield dataElement(`blob-${at}`, compressed, { part })
    }
    for (const [at, compressed] of samples.blobs.entries()) {
      yield dataElement(`samples-${at}`, compressed)
    }
    yield shell.tail
  })
  return {
    out,
    bytes,
    episodes: read,
    updates: views.reduce((sum, { training }) => sum + (training?.lines.length ?? 0), 0),
    samples: samples.rows.length,
    notes: [
      ...views.flatMap(({ label, notes }) => notes.map((note) => `${label}: ${note}`)),
      ...(leftOut === '' ? [] : [leftOut]),
    ],
  }
}

export type { Aggregates }

/** The aggregates of runs without a page. */
export async function aggregateRuns(dirs: readonly string[]): Promise<Aggregates> {
  const readers = await openReaders(dirs)
  for (const reader of readers) await reader.update()
  return aggregatesOf(viewsOf(readers), panels)
}

/** All folders are looked at before the first is read. */
function openReaders(dirs: readonly string[]): Promise<RunReader[]> {
  return Promise.all(dirs.map((dir) => openRunReader(dir, panels)))
}

function whatIsLeftOut(transcripts: Transcripts, maxMiB: number): string[] {
  const count = transcripts.leftOut()
  if (count === 0) return []
  return [
    `${plural(count, 'transcript')} left out: the page holds about ${maxMiB} MiB of them (raise --max-transcripts, or read all with --serve).`,
  ]
}

function samplesLeftOut(count: number, maxMiB: number): string[] {
  if (count === 0) return []
  return [
    `${plural(count, 'stored episode')} of training left out: the page holds about ${maxMiB} MiB of their tokens, from updates all over a run (raise --max-samples, or read all with --serve).`,
  ]
}

function whatIsBeside(images: ImagePlacer): string[] {
  const [beside, missing] = [images.referenced(), images.missing()]
  return [
    ...(beside > 0
      ? [`Large images (${beside}) are files beside the page: keep them together.`]
      : []),
    ...(missing > 0 ? [`Images (${missing}) are missing in the folder of their run.`] : []),
  ]
}

/** At once or not at all: a page that is being looked at is never half. */
async function writePage(
  out: string,
  signal: AbortSignal | undefined,
  parts: () => Generator<string>,
): Promise<number> {
  const next = `${out}.next`
  let bytes = 0
  const counting = function* () {
    for (const part of parts()) {
      bytes += Buffer.byteLength(part)
      yield part
    }
  }
  try {
    await makeFolder(dirname(resolve(out)))
    await pipeline(Readable.from(counting()), createWriteStream(next), signal ? { signal } : {})
    await rename(next, out)
    return bytes
  } catch (error) {
    await rm(next, { force: true }).catch(() => {})
    signal?.throwIfAborted()
    throw fileProblem('start', 'write', out, error)
  }
}
