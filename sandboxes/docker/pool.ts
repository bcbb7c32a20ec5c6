import { ConfigError, SandboxError } from '../../core/errors.ts'
import { connection } from './connection.ts'
import { Container } from './container.ts'
import type { Engine, FolderFacts } from './engine.ts'
import { removeOrphans } from './owner.ts'
import { ensureImage } from './pull-image.ts'
import type { ContainerNeeds } from './spec.ts'

/** More starts at a time make each slower, and can wedge a daemon. */
const STARTS = 2
const MOST_IDLE = 16
const IDLE_MS = 60_000

export interface LeaseOptions extends Omit<ContainerNeeds, 'image'> {
  readonly image: string
  /** Only a container nobody has used before will do. */
  readonly isFresh: boolean
  readonly signal: AbortSignal | undefined
}

/** The right to use a container alone. */
export interface Lease {
  readonly container: Container
  readonly limitsMemory: boolean
  /** Gives it back; it is reset for the next one, or removed. */
  release(): void
}

interface Idle {
  readonly key: string
  readonly container: Container
  readonly expiry: NodeJS.Timeout
}

/** Containers of this program: those that are leased, and some that wait for the next lease. */
export class ContainerPool {
  readonly #all = new Set<Container>()
  readonly #idle: Idle[] = []
  /** What images have at paths; an image never changes. */
  readonly #folders = new Map<string, Promise<FolderFacts | undefined>>()
  #engine: Promise<Engine> | undefined
  #starting = 0
  readonly #queue: (() => void)[] = []
  #isOver = false

  async lease(options: LeaseOptions): Promise<Lease> {
    const { signal, isFresh } = options
    const engine = await this.#connect()
    signal?.throwIfAborted()
    const facts = await ensureImage(engine, options.image, signal)
    const needs = {
      image: { ...facts, name: options.image },
      network: options.network,
      places: options.places,
      limits: { ...options.limits, cpus: Math.min(options.limits.cpus, engine.machine.cpus) },
    }
    const key = JSON.stringify(needs)
    await this.#checkWorkdir(engine, needs)
    const container = this.#take(key, isFresh) ?? (await this.#start(engine, needs, signal))
    let isReleased = false
    return {
      container,
      limitsMemory: engine.machine.limitsMemory,
      release: () => {
        if (isReleased) return
        isReleased = true
        this.#recycle(key, container)
      },
    }
  }

  /** How many wait for the next lease. */
  get idle(): number {
    return this.#idle.length
  }

  /** Ends all containers at once, leased ones too; Docker removes them. */
  end(): void {
    this.#isOver = true
    for (const { expiry } of this.#idle.splice(0)) clearTimeout(expiry)
    for (const container of this.#all) container.close()
    this.#all.clear()
  }

  #connect(): Promise<Engine> {
    this.#engine ??= connection().then(async (engine) => {
      await removeOrphans(engine)
      return engine
    })
    this.#engine.catch(() => {
      this.#engine = undefined
    })
    return this.#engine
  }

  /** Docker would make a folder that the image does not have. */
  async #checkWorkdir(engine: Engine, { image, places }: ContainerNeeds): Promise<void> {
    const path = places.find(({ isFromImage }) => isFromImage)?.path
    if (path === undefined) return
    const key = `${image.id} ${path}`
    const found = this.#folders.get(key) ?? engine.lookInto(image.id, path)
    this.#folders.set(key, found)
    const facts = await found.catch((error: unknown) => {
      this.#folders.delete(key)
      throw error
    })
    if (facts?.isFolder) return
    const reason = facts?.linkTarget
      ? `it is a link (give what it points to, ${facts.linkTarget})`
      : facts
        ? 'it is a file (give a folder of the image)'
        : 'the image has no such folder (give one that it has)'
    throw new ConfigError(`Cannot work in ${path} of the image ${image.name}: ${reason}`)
  }

  #take(key: string, isFresh: boolean): Container | undefined {
    for (;;) {
      const at = this.#idle.findLastIndex(
        (idle) => idle.key === key && (!isFresh || idle.container.isClean),
      )
      const [found] = at === -1 ? [] : this.#idle.splice(at, 1)
      if (!found) return undefined
      clearTimeout(found.expiry)
      if (!found.container.isGone) return found.container
      this.#drop(found.container)
    }
  }

  async #start(
    engine: Engine,
    needs: ContainerNeeds,
    signal: AbortSignal | undefined,
  ): Promise<Container> {
    if (this.#starting >= STARTS) await new Promise<void>((resolve) => this.#queue.push(resolve))
    else this.#starting++
    try {
      signal?.throwIfAborted()
      const container = await Container.start(engine, needs)
      if (this.#isOver) {
        container.close()
        throw new SandboxError('Cannot open a docker sandbox: all sandboxes are being closed')
      }
      this.#all.add(container)
      return container
    } finally {
      const next = this.#queue.shift()
      if (next) next()
      else this.#starting--
    }
  }

  async #recycle(key: string, container: Container): Promise<void> {
    try {
      if (container.isGone) throw new SandboxError('Cannot reset a container: it is gone')
      // What the image had there cannot be put back.
      if (container.places.some(({ isFromImage }) => isFromImage)) return this.#drop(container)
      await container.reset()
      if (this.#isOver || this.#idle.length >= MOST_IDLE) return this.#drop(container)
      const expiry = setTimeout(() => {
        this.#idle.splice(
          this.#idle.findIndex((idle) => idle.container === container),
          1,
        )
        this.#drop(container)
      }, IDLE_MS)
      this.#idle.push({ key, container, expiry: expiry.unref() })
    } catch {
      this.#drop(container)
    }
  }

  #drop(container: Container): void {
    this.#all.delete(container)
    // One that Docker cannot remove now is removed at the next start of a program.
    container.remove().catch(() => {})
  }
}
