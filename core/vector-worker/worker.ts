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

async function loadDefinition(): Promise<AnyDef> {
  const { module, name } = setup
  const exported = await import(module).catch((error: unknown) => {
    throw new ConfigError(
      `Cannot load env ${name} from ${module}: ${messageOf(error)} (give the URL of a module that a worker thread can import)`,
      { cause: error },
    )
  })
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
