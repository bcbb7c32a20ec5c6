import { availableParallelism } from 'node:os'
import { isAbsolute } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { AnyDef } from './define-env.ts'
import type { Env } from './env.ts'
import { ConfigError } from './errors.ts'
import type { EnvOf, MakeOptions } from './make.ts'
import { checkVectorOptions, type VectorLoop, type VectorOptions, vectorOver } from './vector.ts'
import { LanesThread } from './vector-worker/thread.ts'

/** A definition by its place: functions cannot go to another thread. */
export interface EnvModule {
  /** A URL (`new URL('./my-env.ts', import.meta.url)`), an absolute path, or a package's entry; TypeScript too. */
  readonly module: string | URL
  /** What the module exports it as. */
  readonly name: string
}

export interface WorkerVectorOptions<D> extends VectorOptions {
  readonly env: EnvModule
  /** Threads (default: one less than the machine has cores); never more than envs. */
  readonly workers?: number | undefined
  /** The env's own options: plain data. */
  readonly options?: MakeOptions<D>['options']
  /** A preset's name; a composition cannot go to another thread. */
  readonly reward?: Extract<MakeOptions<D>['reward'], string> | undefined
  readonly maxEpisodeSteps?: number | undefined
  /** Heap of each thread (default: as much as Node gives one). */
  readonly memoryMiB?: number | undefined
}

const WORKER_OPTIONS = ['env', 'workers', 'options', 'reward', 'maxEpisodeSteps', 'memoryMiB']

type LoopOf<D> = EnvOf<D> extends Env<infer Obs, infer Act> ? VectorLoop<Obs, Act> : never

/**
 * `makeVector` with its sub-envs in worker threads: for envs whose steps cost more than a message to a thread and
 * back (`npm run bench -- text` measures envs on either side of that). Equal seeds and actions give equal steps,
 * however many threads there are.
 * The definition's type gives the types of actions: `makeWorkerVector<typeof sokoban>({ ... })`.
 */
export async function makeWorkerVector<D extends AnyDef = AnyDef>(
  options: WorkerVectorOptions<D>,
): Promise<LoopOf<D>>
export async function makeWorkerVector(
  options: WorkerVectorOptions<AnyDef>,
): Promise<VectorLoop<unknown, unknown>> {
  checkVectorOptions(options, WORKER_OPTIONS)
  const { numEnvs, autoreset = 'next-step', seed: root = 0, reward, maxEpisodeSteps } = options
  const workers = workersFor(numEnvs, options.workers)
  const { memoryMiB } = options
  if (memoryMiB !== undefined && (!Number.isSafeInteger(memoryMiB) || memoryMiB < 1)) {
    throw new ConfigError(
      `Cannot give each thread ${memoryMiB} MiB of memory (give a whole number from 1)`,
    )
  }
  const shared = {
    module: importable(options.env),
    name: options.env.name,
    make: { options: options.options, reward, maxEpisodeSteps },
    autoreset,
    root,
  }
  const threads: LanesThread<unknown, unknown>[] = []
  try {
    for (const share of shares(numEnvs, workers))
      threads.push(new LanesThread({ ...shared, ...share }, memoryMiB))
    await firstFailure(threads.map((thread) => thread.opened))
  } catch (error) {
    // What kept one from opening is the reason to give.
    await Promise.allSettled(threads.map((thread) => thread.close()))
    throw error
  }
  const loop = vectorOver(threads, autoreset)
  const refuseEnded = () => {
    for (const thread of threads) thread.refuseEnded()
  }
  return {
    ...loop,
    async reset(request) {
      refuseEnded()
      return loop.reset(request)
    },
    async step(actions) {
      refuseEnded()
      return loop.step(actions)
    },
  }
}

function workersFor(numEnvs: number, asked: number | undefined): number {
  if (asked !== undefined && (!Number.isSafeInteger(asked) || asked < 1)) {
    throw new ConfigError(`Cannot start ${asked} workers (give a whole number from 1)`)
  }
  return Math.min(numEnvs, asked ?? Math.max(1, availableParallelism() - 1))
}

/** Neighbours stay together, and no worker has two envs more than another. */
function shares(numEnvs: number, workers: number): { first: number; count: number }[] {
  return Array.from({ length: workers }, (_, index) => {
    const first = Math.floor((index * numEnvs) / workers)
    return { first, count: Math.floor(((index + 1) * numEnvs) / workers) - first }
  })
}

/** Waits for all: none may be left that rejects when nobody listens. */
async function firstFailure(promises: readonly Promise<unknown>[]): Promise<void> {
  for (const result of await Promise.allSettled(promises)) {
    if (result.status === 'rejected') throw result.reason
  }
}

/** What `import()` takes in another file than the caller's. */
function importable({ module, name }: EnvModule): string {
  if (module instanceof URL) return module.href
  if (isAbsolute(module)) return pathToFileURL(module).href
  if (!module.startsWith('.')) return module
  throw new ConfigError(
    `Cannot load env ${name} from ${module}: a relative path has no meaning in another thread (give new URL(${JSON.stringify(module)}, import.meta.url))`,
  )
}
