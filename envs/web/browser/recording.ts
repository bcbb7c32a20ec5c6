import { constants } from 'node:fs'
import { access, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { BrowserContext, Page } from 'playwright-core'
import {
  type Artifact,
  type Artifacts,
  ConfigError,
  fileReason,
  makeFolder,
  messageOf,
} from '../../../core/index.ts'
import type { Kept, RecordingOptions } from '../session/session.ts'

/** What is kept of an episode for people to look at. */
export interface Recording {
  /** A picture of the page as it is now; `step` says what was done. No error where none can be made. */
  shot(step: string): Promise<void>
  /** Writes what is to be kept, and drops the rest. Closes the context where it makes a video. Called once. */
  keep(isFailure: boolean): Promise<Artifacts>
}

const SHOT_MS = 5000
const MOST_BASE64_CHARS = 20_000_000

/** @throws ConfigError where the folder cannot be written. */
export async function startRecording(
  context: BrowserContext,
  page: () => Page | null,
  options: RecordingOptions,
): Promise<Recording> {
  const { trace, video, screenshots } = options
  const folder = options.folder ?? ''
  const makesVideo = video !== 'none' && options.folder !== null
  const makesTrace = trace !== 'none' && options.folder !== null
  if (makesVideo || makesTrace) await assertWritable(folder)
  if (makesTrace) await startTrace(context, options.name)
  const path = (extension: string) => join(folder, `${fileName(options.name)}.${extension}`)
  const album = createAlbum()
  const opened = [...context.pages()]
  if (makesVideo) context.on('page', (one) => opened.push(one))

  return {
    async shot(step) {
      const shown = page()
      if (screenshots === 'none' || album.isFull() || !shown) return
      const taking = shown.screenshot({ type: 'jpeg', quality: 60, timeout: SHOT_MS })
      album.add(step, await taking.catch(() => null))
    },
    async keep(isFailure) {
      const isKept = (what: Kept) => what === 'all' || (what === 'failures' && isFailure)
      const artifacts: Record<string, Artifact> = {}
      if (makesTrace) {
        const file = isKept(trace) ? path('trace.zip') : null
        const problem = await stopTrace(context, file)
        if (file) artifacts['trace'] = text(problem ?? openTrace(file))
      }
      if (makesVideo) {
        const file = isKept(video) ? path('webm') : null
        const problem = await endVideos(context, opened, file)
        if (file) artifacts['video'] = text(problem ?? `Video: ${file} (any browser plays it)`)
      }
      return { ...artifacts, ...(isKept(screenshots) ? album.artifacts() : {}) }
    },
  }
}

const text = (content: string): Artifact => ({ type: 'text', text: content })

/** Names hold ids of envs and tasks, which may be anything. */
const fileName = (name: string) =>
  name
    .replace(/[^\w.-]+/g, '-')
    .replace(/^[.-]+/, '')
    .slice(0, 120) || 'episode'

async function assertWritable(folder: string): Promise<void> {
  try {
    await makeFolder(folder)
    await access(folder, constants.W_OK)
  } catch (error) {
    const [reason, advice] = fileReason(error)
    throw new ConfigError(`Cannot record to ${folder}: ${reason} (${advice})`, { cause: error })
  }
}

const openTrace = (file: string) =>
  `Playwright trace: ${file}\nOpen it with: npx playwright-core show-trace ${JSON.stringify(file)}`

async function startTrace(context: BrowserContext, title: string): Promise<void> {
  await context.tracing.start({ screenshots: true, snapshots: true, title })
}

/** Why it could not be kept, else null. */
async function stopTrace(context: BrowserContext, file: string | null): Promise<string | null> {
  try {
    await context.tracing.stop(file === null ? {} : { path: file })
    return null
  } catch (error) {
    return `The trace could not be kept: ${firstLine(error)}`
  }
}

/** Of the first page under the given name, of further ones numbered. A video is whole once its page is gone. */
async function endVideos(
  context: BrowserContext,
  pages: readonly Page[],
  file: string | null,
): Promise<string | null> {
  await context.close().catch(() => {})
  const videos = pages.flatMap((page) => page.video() ?? [])
  try {
    for (const [index, video] of videos.entries()) {
      if (file) await video.saveAs(index === 0 ? file : file.replace(/webm$/, `${index + 1}.webm`))
    }
    return videos.length > 0 ? null : 'No video could be kept: no page was opened'
  } catch (error) {
    return `The video could not be kept: ${firstLine(error)}`
  } finally {
    const made = await Promise.all(videos.map((video) => video.path().catch(() => null)))
    for (const path of made) if (path) await rm(path, { force: true })
  }
}

const firstLine = (error: unknown) => messageOf(error).split('\n')[0] ?? ''

function createAlbum() {
  const pictures: (readonly [name: string, Artifact])[] = []
  const steps: string[] = []
  let chars = 0
  return {
    isFull: () => chars >= MOST_BASE64_CHARS,
    add(step: string, picture: Buffer | null) {
      const number = String(steps.length).padStart(2, '0')
      steps.push(`${number} ${step}`)
      const data = picture?.toString('base64')
      if (data === undefined || chars + data.length > MOST_BASE64_CHARS) return
      chars += data.length
      pictures.push([`screenshot ${number}`, { type: 'image', mimeType: 'image/jpeg', data }])
    },
    artifacts(): Artifacts {
      if (pictures.length === 0) return {}
      return { ...Object.fromEntries(pictures), 'screenshot steps': text(steps.join('\n')) }
    },
  }
}
