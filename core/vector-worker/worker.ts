import { parentPort, workerData } from 'node:worker_threads'
import type { AnyDef } from '../define-env.ts'
import { didYouMean } from '../did-you-mean.ts'
import { ConfigError, classifyError, messageOf } from '../errors.ts'
import { make } from '../make.ts'
import type { VectorStep } from '../vector.ts'
import { type LaneReset, type Lanes, openAll, openLanes } from './lanes.ts'
import type { Reply, ReplyError, Request, WorkerSetup } from './protocol.ts'

const setup = workerData as WorkerSetup

/** What a sub-env threw is its cause. */
class LaneError extends Error {
  readonly index: number

  constructor(cause: unknown, index: number) {
    super(messageOf(cause), { cause })
    this.index = index
  }
}

type Exports = Readonly<Record<string, AnyDef | undefined>>

/** Those of a CommonJS module may be in its default export alone. */
function namedExports(exported: Exports & { readonly default?: unknown }): Exports {
  const isAlone = Object.keys(exported).every(
    (name) => name === 'default' || name === 'module.exports',
  )
  return isAlone && typeof exported.default === 'object'
    ? { ...exported.default, ...exported }
    : exported
}

/** Threads do not inherit the loader for TypeScript of the process that started them. */
async function prepareTypeScript(module: string): Promise<void> {
  // A thread of a source checkout has it already.
  if (import.meta.url.endsWith('.ts')) return
  const flags = `${process.execArgv.join(' ')} ${process.env['NODE_OPTIONS'] ?? ''}`
  if (!/\.[cm]?tsx?$/.test(module) && !/\btsx\b/.test(flags)) return
  const [esm, cjs] = await Promise.all([import('tsx/esm/api'), import('tsx/cjs/api')])
  cjs.register()
  esm.register()
}

async function loadDefinition(): Promise<AnyDef> {
  const { module, name } = setup
  let exported: Exports
  try {
    await prepareTypeScript(module)
    exported = namedExports(await import(module))
  } catch (error) {
    throw new ConfigError(
      `Cannot load env ${name} from ${module}: ${messageOf(error)} (give the URL of a module that a worker thread can import)`,
      { cause: error },
    )
  }
  const definition = Object.hasOwn(exported, name) ? exported[name] : undefined
  if (typeof definition?.reset === 'function' && typeof definition.step === 'function') {
    return definition
  }
  throw new ConfigError(
    `Cannot load env ${name} from ${module}: it exports no definition of that name (${didYouMean(name, Object.keys(exported))})`,
  )
}

async function open(): Promise<Lanes<unknown, unknown>> {
  const definition = await loadDefinition()
  const envs = await openAll(() => make(definition, setup.make), setup.count)
  const { autoreset, root, first } = setup
  const failure = (error: unknown, index: number) => new LaneError(error, index)
  return openLanes(envs, { autoreset, root, first, failure })
}

async function answer(id: number, run: () => Promise<unknown>): Promise<void> {
  let answered: { value: unknown } | { error: ReplyError }
  try {
    answered = { value: await run() }
  } catch (error) {
    answered = { error: described(error) }
  }
  const status = (await opening.catch(() => null))?.status ?? []
  const reply: Reply = { id, status, ...answered }
  try {
    parentPort?.postMessage(reply, transferred(answered))
  } catch (error) {
    const problem = `Cannot send what the env gave to another thread: ${messageOf(error)} (let it be plain data)`
    parentPort?.postMessage({ id, status, error: described(new ConfigError(problem)) })
  }
}

function transferred(answered: object): ArrayBuffer[] {
  const value = ('value' in answered && answered.value) || {}
  const { rewards } = value as Partial<VectorStep<unknown>>
  return rewards ? [rewards.buffer as ArrayBuffer] : []
}

function described(thrown: unknown): ReplyError {
  const isLane = thrown instanceof LaneError
  const error = isLane ? thrown.cause : thrown
  return {
    type: classifyError(error, 'EnvError'),
    message: messageOf(error),
    index: isLane ? thrown.index : null,
    stack: error instanceof Error ? error.stack : undefined,
  }
}

const opening = open()
// One call at a time, except `close`: it must not wait for an env that does not answer.
let last = answer(0, async () => void (await opening))
parentPort?.on('message', ({ id, operation, argument }: Request) => {
  const [list] = argument
  if (operation === 'close') {
    void answer(id, async () => (await opening).close())
    return
  }
  last = last.then(() =>
    answer(id, async () => {
      const lanes = await opening
      return operation === 'step'
        ? lanes.step(list as readonly unknown[])
        : lanes.reset(list as readonly LaneReset[])
    }),
  )
})
