import { resolve } from 'node:path'
import { reportProgress } from '../progress.ts'
import { archiveOf, type BuildFolder, cannotBuild, readBuildFolder } from './build-folder.ts'
import { connection } from './connection.ts'
import { type Engine, type ImageEvent, plainReason } from './engine.ts'
import { BUILD_REPOSITORY, reasonIn } from './pull-image.ts'
import { SharedWork } from './shared-work.ts'

const DEFAULT_TIMEOUT_MS = 30 * 60_000
const TAG_LENGTH = 24

export interface BuildImageOptions {
  /** With a `Dockerfile`. */
  readonly folder: string
  /** Of the machines that its steps reach: all (default), or none. */
  readonly network?: 'none' | 'open' | undefined
  /** Default: half an hour. */
  readonly timeoutMs?: number | undefined
  readonly signal?: AbortSignal | undefined
}

const builds = new SharedWork()

/**
 * Builds the image of a folder, unless one of the same contents was built before, and returns its name.
 * @throws ConfigError with the last line that says something, where it cannot be built.
 */
export async function buildImage(options: BuildImageOptions): Promise<string> {
  const { network = 'open', timeoutMs = DEFAULT_TIMEOUT_MS, signal } = options
  const folder = resolve(options.folder)
  signal?.throwIfAborted()
  const contents = await readBuildFolder(folder)
  const name = `${BUILD_REPOSITORY}:${contents.hash.slice(0, TAG_LENGTH)}`
  const engine = await connection()
  await builds.run(name, signal, async (stop) => {
    if (await engine.image(name)) return
    await build(engine, { name, folder, contents, network, timeoutMs, stop })
  })
  return name
}

interface Build {
  readonly name: string
  readonly folder: string
  readonly contents: BuildFolder
  readonly network: 'none' | 'open'
  readonly timeoutMs: number
  readonly stop: AbortSignal
}

async function build(engine: Engine, { folder, timeoutMs, stop, ...rest }: Build): Promise<void> {
  const report = reportProgress(folder, 'build')
  const { contents, name, network } = rest
  const isModern = NEWER.test(contents.recipe)
  report.say('reading the folder')
  const timeout = AbortSignal.timeout(timeoutMs)
  const signal = AbortSignal.any([stop, timeout])
  let last = ''
  try {
    const archive = await archiveOf(contents)
    for await (const event of engine.build(archive, { name, network, isModern, signal })) {
      const line = lineOf(event)
      if (event.error !== undefined) throw new BuildFailure(event.error)
      if (line === '' || NOISE.test(line)) continue
      last = line
      report.say(line)
    }
  } catch (cause) {
    stop.throwIfAborted()
    if (timeout.aborted) {
      throw cannotBuild(
        folder,
        `it took more than ${timeoutMs / 1000} s (give it more time)`,
        cause,
      )
    }
    throw cannotBuild(folder, `${reasonOf(plainReason(cause), last)} (see its Dockerfile)`, cause)
  }
  report.end('built')
}

class BuildFailure extends Error {}

/** What only BuildKit knows: mounts, and files within the recipe. */
const NEWER =
  /^\s*(RUN|COPY|ADD)\s+(--(mount|network|security|link|chmod|parents)\b|.*<<-?["']?\w)/im

/** What Docker says of its own work. */
const NOISE = /^(--->|Removing intermediate container|ERROR: )/

/** Of a command that failed, what it printed last says more than that it failed. */
function reasonOf(said: string, last: string): string {
  const [, code] = /(?:returned a non-zero code|exit code): (\d+)/.exec(said) ?? []
  if (code === undefined) return known(said)
  return /^Step \d/.test(last)
    ? `${last}: it ended with code ${code}`
    : `a command ended with code ${code}: ${last}`
}

function known(said: string): string {
  // What a step misses is a file, and no image.
  const isOther = /requires BuildKit|^(?:COPY|ADD) failed/.test(said)
  const reason = isOther ? undefined : reasonIn(said)
  return reason === undefined ? said : `${reason}: ${said}`
}

/** The last line of what a step printed, without colours. */
function lineOf({ stream = '', status = '', id }: ImageEvent): string {
  const text = stream || (id === undefined ? status : `${status} ${id}`)
  const lines = stripped(text).split(/[\r\n]+/)
  return (lines.findLast((line) => line.trim() !== '') ?? '').trim()
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: terminals are told colours so.
const stripped = (text: string) => text.replaceAll(/\u001b\[[0-9;]*[A-Za-z]/g, '')
