import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import { PassThrough, type Readable } from 'node:stream'
import type Dockerode from 'dockerode'
import { ConfigError, SandboxError } from '../../core/errors.ts'
import { HeldStream } from './held-stream.ts'
import { LABEL, ownerLabel } from './owner.ts'

/** The machine the daemon runs on. */
export interface MachineFacts {
  readonly cpus: number
  /** Not without control groups, as in some daemons without root. */
  readonly limitsMemory: boolean
}

interface DaemonInfo {
  readonly Driver: string
  readonly NCPU: number
  readonly MemoryLimit: boolean
}

/** What is known about an image. */
export interface ImageFacts {
  readonly id: string
  /** Folders it declares as volumes. */
  readonly volumes: readonly string[]
}

/** How the author of an image wants it used. */
export interface ImageSettings {
  /** Where commands start: `WORKDIR`. */
  readonly workdir: string
  /** `USER`; sandboxes run commands as a user of their own all the same. */
  readonly user: string
  /** `ENV`; commands in a sandbox have them. */
  readonly env: Readonly<Record<string, string>>
}

/** A line of what a daemon tells while it pulls or builds. */
export interface ImageEvent {
  readonly status?: string
  readonly stream?: string
  readonly id?: string
  readonly error?: string
  readonly progressDetail?: { readonly current?: number; readonly total?: number }
}

export interface FolderFacts {
  readonly isFolder: boolean
  readonly linkTarget: string | undefined
}

/** Of the modes Docker tells: Go's, not the system's. */
const FOLDER_BIT = 2 ** 31

export interface BuildRequest {
  readonly name: string
  readonly network: 'none' | 'open'
  /** By BuildKit, which newer recipes need and which shows less of what it does. */
  readonly isModern: boolean
  readonly signal: AbortSignal
}

export interface Listed {
  readonly id: string
  readonly labels: Readonly<Record<string, string>>
}

export interface ExecRequest {
  readonly command: readonly string[]
  readonly user: string
  readonly workdir: string
}

/** Docker's options for a container; of no known type, because no type of an optional package may be public. */
export type ContainerSpec = object

/** What sandboxes need of Docker's API, in terms of this project. */
export class Engine {
  readonly #docker: Dockerode
  readonly machine: MachineFacts

  private constructor(docker: Dockerode, machine: MachineFacts) {
    this.#docker = docker
    this.machine = machine
  }

  /** @throws ConfigError when there is no daemon, or none that this user may talk to. */
  static async connect(): Promise<Engine> {
    const { default: Docker } = await import('dockerode').catch((cause: unknown) => {
      throw new ConfigError(
        'Cannot open a docker sandbox: the package dockerode is missing (npm install dockerode)',
        { cause },
      )
    })
    if (process.env['DOCKER_HOST']?.startsWith('ssh:')) {
      throw new ConfigError(
        'Cannot open a docker sandbox: DOCKER_HOST is an ssh address, which is not supported (forward the socket: ssh -L, and name it as unix:// or tcp://)',
      )
    }
    try {
      const docker = new Docker()
      const { Driver, NCPU, MemoryLimit } = (await docker.info()) as DaemonInfo
      if (Driver === 'vfs') {
        process.emitWarning(
          'Docker uses the storage driver vfs, which copies the whole image for every container: starts take seconds (run dockerd with --storage-driver overlay2)',
        )
      }
      return new Engine(docker, { cpus: NCPU, limitsMemory: MemoryLimit })
    } catch (error) {
      throw unreachable(error)
    }
  }

  /** undefined: there is no such image. */
  async image(name: string): Promise<ImageFacts | undefined> {
    const found = await this.#inspect(name)
    return found && { id: found.Id, volumes: Object.keys(found.Config?.Volumes ?? {}) }
  }

  /** undefined: there is no such image. */
  async imageSettings(name: string): Promise<ImageSettings | undefined> {
    const found = await this.#inspect(name)
    if (!found) return undefined
    const { WorkingDir, User, Env } = found.Config ?? {}
    const variables = (Env ?? []).map((line): [string, string] => {
      const [name = '', ...value] = line.split('=')
      return [name, value.join('=')]
    })
    return {
      workdir: WorkingDir || '/',
      user: User || 'root',
      env: Object.fromEntries(variables),
    }
  }

  async #inspect(name: string): Promise<Dockerode.ImageInspectInfo | undefined> {
    try {
      return await this.#docker.getImage(encodeURI(name)).inspect()
    } catch (error) {
      if (statusOf(error) === 404) return undefined
      if (statusOf(error) === 400) {
        throw new ConfigError(
          `Cannot use the image ${name}: that is no name of an image (give one like name:tag)`,
          { cause: error },
        )
      }
      throw failed(`look up the image ${name}`, error)
    }
  }

  /** Ends with the image pulled; an event may be an error. */
  async *pull(name: string, signal: AbortSignal): AsyncGenerator<ImageEvent> {
    const answer = await this.#docker.pull(name, { abortSignal: signal })
    yield* eventsOf(answer, signal)
  }

  /** Ends with the image built; an event may be an error. */
  async *build(
    archive: Buffer,
    { name, network, isModern, signal }: BuildRequest,
  ): AsyncGenerator<ImageEvent> {
    const answer = await this.#docker.buildImage(archive as unknown as NodeJS.ReadableStream, {
      t: name,
      rm: true,
      forcerm: true,
      networkmode: network === 'none' ? 'none' : 'default',
      version: isModern ? '2' : '1',
      abortSignal: signal,
    })
    const events = isModern ? decoded(this.#docker, answer) : answer
    yield* eventsOf(events, signal)
  }

  /** What the image has at a path; undefined: nothing. */
  async lookInto(image: string, path: string): Promise<FolderFacts | undefined> {
    const id = await this.create({
      Image: image,
      Entrypoint: ['/bin/sh'],
      Labels: { [LABEL]: ownerLabel() },
      HostConfig: { NetworkMode: 'none' },
    })
    try {
      const answer = await this.#docker.getContainer(id).infoArchive({ path })
      const { headers } = (answer as IncomingMessage).resume()
      const text = Buffer.from(String(headers['x-docker-container-path-stat']), 'base64').toString()
      const { mode, linkTarget } = JSON.parse(text) as { mode: number; linkTarget: string }
      return { isFolder: mode >= FOLDER_BIT, linkTarget: linkTarget || undefined }
    } catch (error) {
      if (statusOf(error) === 404) return undefined
      throw failed(`look into the image ${image}`, error)
    } finally {
      await this.remove(id)
    }
  }

  create(spec: ContainerSpec): Promise<string> {
    return attempt('create a container', async () => (await this.#docker.createContainer(spec)).id)
  }

  start(id: string): Promise<void> {
    return attempt('start a container', () => this.#docker.getContainer(id).start())
  }

  /** Connects to the main process, before it is started. */
  attach(id: string): Promise<HeldStream> {
    const options = { stream: true, stdin: true, stdout: true, stderr: true, hijack: true }
    return attempt('attach to a container', async () => {
      const socket = await this.#docker.getContainer(id).attach(options)
      return new HeldStream(socket as Socket)
    })
  }

  /** Starts one more process in a container and connects to it. */
  exec(id: string, { command, user, workdir }: ExecRequest): Promise<HeldStream> {
    return attempt('start a process in a container', async () => {
      const exec = await this.#docker.getContainer(id).exec({
        Cmd: [...command],
        User: user,
        WorkingDir: workdir,
        AttachStdin: true,
        AttachStdout: true,
        AttachStderr: true,
      })
      return new HeldStream((await exec.start({ hijack: true, stdin: true })) as Socket)
    })
  }

  /** Whatever its state; no error where it is gone. */
  async remove(id: string): Promise<void> {
    try {
      await this.#docker.getContainer(id).remove({ force: true, v: true })
    } catch (error) {
      // 409: it is being removed, by itself or by another program.
      if (![404, 409].includes(statusOf(error) ?? 0)) throw failed('remove a container', error)
    }
  }

  listVolumes(label: string): Promise<readonly Listed[]> {
    return attempt('list volumes', async () => {
      const { Volumes } = await this.#docker.listVolumes({ filters: { label: [label] } })
      return (Volumes ?? []).map(({ Name, Labels }) => ({ id: Name, labels: Labels ?? {} }))
    })
  }

  async removeVolume(name: string): Promise<void> {
    try {
      await this.#docker.getVolume(name).remove()
    } catch (error) {
      // 409: a container has it still.
      if (![404, 409].includes(statusOf(error) ?? 0)) throw failed('remove a volume', error)
    }
  }

  list(label: string): Promise<readonly Listed[]> {
    return attempt('list containers', async () => {
      const found = await this.#docker.listContainers({ all: true, filters: { label: [label] } })
      return found.map(({ Id, Labels }) => ({ id: Id, labels: Labels }))
    })
  }
}

/** BuildKit's events are packed; unpacked, what commands print is still in base64. */
function decoded(docker: Dockerode, answer: NodeJS.ReadableStream): Readable {
  const events = new PassThrough()
  const { followProgress } = docker as unknown as { followProgress: FollowProgress }
  const stream = answer as IncomingMessage
  events.once('close', () => stream.destroy())
  followProgress.call(
    docker,
    stream,
    (error) => events.end(error ? `${JSON.stringify({ error: plainReason(error) })}\n` : undefined),
    (event) => events.write(`${JSON.stringify(unpacked(event))}\n`),
  )
  return events
}

type FollowProgress = (
  stream: NodeJS.ReadableStream,
  onFinished: (error: Error | null) => void,
  onProgress: (event: ImageEvent) => void,
) => void

function unpacked(event: ImageEvent): ImageEvent {
  const text = event.stream?.trim() ?? ''
  const isPacked = text.length % 4 === 0 && /^[A-Za-z0-9+/]{4,}={0,2}$/.test(text)
  return isPacked ? { ...event, stream: Buffer.from(text, 'base64').toString() } : event
}

/** One JSON text a line. When nobody wants them any more the daemon is told by the end of the connection. */
async function* eventsOf(
  answer: NodeJS.ReadableStream,
  signal: AbortSignal,
): AsyncGenerator<ImageEvent> {
  const stream = answer as Readable & { readonly complete?: boolean }
  const stop = () => stream.destroy(signal.reason)
  signal.addEventListener('abort', stop, { once: true })
  try {
    signal.throwIfAborted()
    let rest = ''
    for await (const chunk of stream.setEncoding('utf8')) {
      const lines = (rest + chunk).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) if (line.trim() !== '') yield JSON.parse(line) as ImageEvent
    }
    if (stream.complete === false) throw new Error('the connection to Docker ended')
  } finally {
    signal.removeEventListener('abort', stop)
    stream.destroy()
  }
}

async function attempt<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw failed(what, error)
  }
}

function failed(what: string, cause: unknown): SandboxError {
  return new SandboxError(`Cannot ${what}: ${plainReason(cause)}`, { cause })
}

function unreachable(cause: unknown): ConfigError {
  const { code, address } = cause as { code?: string; address?: string }
  const where = process.env['DOCKER_HOST'] ?? address ?? '/var/run/docker.sock'
  if (code === 'EACCES' || code === 'EPERM') {
    return new ConfigError(
      `Cannot open a docker sandbox: no permission on ${where} (add yourself to its group: sudo usermod -aG docker "$USER", then log in again)`,
      { cause },
    )
  }
  return new ConfigError(
    `Cannot open a docker sandbox: no Docker daemon answers at ${where}: ${plainReason(cause)} (start it, or set DOCKER_HOST)`,
    { cause },
  )
}

/** The reason alone, in one line. */
export function plainReason(error: unknown): string {
  const { json, message } = error as { json?: { message?: string }; message?: string }
  const text = json?.message ?? message ?? String(error)
  return text
    .trim()
    .replace(/^\(HTTP code \d+\) [\w ]+ - /, '')
    .replaceAll(/\s*\n\s*/g, ' ')
}

export function statusOf(error: unknown): number | undefined {
  return (error as { statusCode?: number }).statusCode
}
