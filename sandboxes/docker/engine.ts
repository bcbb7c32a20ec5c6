import type { Socket } from 'node:net'
import type Dockerode from 'dockerode'
import { ConfigError, SandboxError } from '../../core/errors.ts'
import { HeldStream } from './held-stream.ts'

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

export interface ListedContainer {
  readonly id: string
  readonly labels: Readonly<Record<string, string>>
}

export interface ExecRequest {
  readonly command: readonly string[]
  readonly user: string
  readonly workdir: string
}

export type ContainerSpec = Dockerode.ContainerCreateOptions

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
    try {
      const { Id, Config } = await this.#docker.getImage(name).inspect()
      return { id: Id, volumes: Object.keys(Config?.Volumes ?? {}) }
    } catch (error) {
      if (statusOf(error) === 404) return undefined
      throw failed(`look up the image ${name}`, error)
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

  list(label: string): Promise<readonly ListedContainer[]> {
    return attempt('list containers', async () => {
      const found = await this.#docker.listContainers({ all: true, filters: { label: [label] } })
      return found.map(({ Id, Labels }) => ({ id: Id, labels: Labels }))
    })
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
  return new SandboxError(`Cannot ${what}: ${reasonOf(cause)}`, { cause })
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
    `Cannot open a docker sandbox: no Docker daemon answers at ${where}: ${reasonOf(cause)} (start it, or set DOCKER_HOST)`,
    { cause },
  )
}

/** The reason alone, in one line. */
function reasonOf(error: unknown): string {
  const { json, message } = error as { json?: { message?: string }; message?: string }
  return (json?.message ?? message ?? String(error)).trim().replaceAll(/\s*\n\s*/g, ' ')
}

export function statusOf(error: unknown): number | undefined {
  return (error as { statusCode?: number }).statusCode
}
