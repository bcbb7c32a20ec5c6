import { ConfigError } from '../../core/errors.ts'
import { reportProgress } from '../progress.ts'
import type { Engine, ImageEvent, ImageFacts } from './engine.ts'
import { plainReason } from './engine.ts'
import { SharedWork } from './shared-work.ts'

/** The image `npm run sandbox:image` makes. */
export const DEFAULT_IMAGE = 'palaestra-sandbox'
/** Images made here; no registry has them. */
export const BUILD_REPOSITORY = 'palaestra-build'

const pulls = new SharedWork()

/**
 * What is known about an image, which is pulled where it is missing; those who ask meanwhile share it.
 * @throws ConfigError where it cannot be had.
 */
export async function ensureImage(
  engine: Engine,
  name: string,
  signal?: AbortSignal | undefined,
): Promise<ImageFacts> {
  const found = await engine.image(name)
  if (found) return found
  if (name === DEFAULT_IMAGE) throw missing(name, 'make it with: npm run sandbox:image')
  if (name.startsWith(`${BUILD_REPOSITORY}:`)) throw missing(name, 'build it again')
  await pulls.run(name, signal, (stop) => pull(engine, name, stop))
  const pulled = await engine.image(name)
  if (!pulled) throw missing(name, `docker pull ${name}`)
  return pulled
}

async function pull(engine: Engine, name: string, stop: AbortSignal): Promise<void> {
  const report = reportProgress(name, 'pull')
  report.say('asking the registry')
  const layers = new Map<string, Layer>()
  try {
    for await (const event of engine.pull(name, stop)) {
      if (event.error !== undefined) throw new Error(event.error)
      note(layers, event)
      report.say(describe(layers) ?? event.status ?? '')
    }
  } catch (cause) {
    stop.throwIfAborted()
    throw cannotPull(name, plainReason(cause), cause)
  }
  report.end('pulled')
}

interface Layer {
  readonly isDone: boolean
  readonly bytes: number
  readonly total: number
}

function note(layers: Map<string, Layer>, { id, status = '', progressDetail }: ImageEvent): void {
  const isDone = /^(Pull complete|Already exists)/.test(status)
  const isLayer = isDone || /^(Pulling fs layer|Waiting|Downloading|Download complete)/.test(status)
  if (id === undefined || !isLayer) return
  const { bytes = 0, total = 0 } = layers.get(id) ?? {}
  layers.set(id, {
    isDone,
    bytes: isDone || status === 'Download complete' ? total : (progressDetail?.current ?? bytes),
    total: progressDetail?.total ?? total,
  })
}

function describe(layers: ReadonlyMap<string, Layer>): string | undefined {
  const all = [...layers.values()]
  if (all.length === 0) return undefined
  const megabytes = (of: 'bytes' | 'total') =>
    (all.reduce((sum, layer) => sum + layer[of], 0) / 1e6).toFixed(0)
  const done = all.filter(({ isDone }) => isDone).length
  return `${done} of ${all.length} layers, ${megabytes('bytes')} of ${megabytes('total')} MB`
}

/** Why a daemon could not pull, by what it says, and what helps. */
const REMEDIES: readonly (readonly [pattern: RegExp, reason: string, remedy: string])[] = [
  [/no space left/i, 'the disk of Docker is full', 'docker system prune, or make room'],
  [
    /unauthorized|authentication required|access denied|denied:|forbidden/i,
    'there is no such image, or no permission to have it',
    'check its name, or docker login and docker pull',
  ],
  [
    /not found|manifest unknown|name unknown|no such image|does not exist/i,
    'there is no such image',
    'check its name and tag',
  ],
  [
    /no such host|dial tcp|connection refused|timeout|timed out|tls|network|server misbehaving|EOF/i,
    'no registry can be reached',
    'docker load it from a file, or set up a mirror',
  ],
]

/** The reason of a daemon's failure in our words, where it is a known one. */
export const reasonIn = (said: string): string | undefined =>
  REMEDIES.find(([pattern]) => pattern.test(said))?.[1]

/** One line: the reason in our words, and what Docker said. */
function cannotPull(name: string, said: string, cause: unknown): ConfigError {
  const [, reason, remedy] = REMEDIES.find(([pattern]) => pattern.test(said)) ?? []
  const what = reason === undefined ? said : `${reason}: ${said}`
  return new ConfigError(
    `Cannot pull the image ${name}: ${what} (${remedy ?? `docker pull ${name}`})`,
    { cause },
  )
}

function missing(image: string, remedy: string): ConfigError {
  return new ConfigError(`Cannot open a docker sandbox: there is no image ${image} (${remedy})`)
}
