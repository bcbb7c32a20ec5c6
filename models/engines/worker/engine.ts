import { ConfigError } from '../../../core/index.ts'
import type {
  Engine,
  EngineSpec,
  Inference,
  OptimizerState,
  ParameterDeclarations,
  Parameters,
  Program,
} from '../../engine.ts'
import {
  checkSamplerOptions,
  createSampler,
  type SamplerLink,
} from '../../sampler/create-sampler.ts'
import type { Weights } from '../../tensor.ts'
import { alone, batchTaker } from '../check-batch.ts'
import { checkStepCount, stepOf } from '../check-step.ts'
import { checkSize, takeWeights } from '../check-weights.ts'
import { traceDefinition } from '../trace-definition.ts'
import { WorkerConnection } from './connection.ts'
import type { WorkerOptions } from './protocol.ts'

export interface WorkerEngineOptions extends WorkerOptions {
  readonly device: EngineSpec['device']
  readonly reason: string
}

/** An engine whose library runs in a thread of its own: here are typed arrays and handles alone. */
export async function openWorkerEngine(options: WorkerEngineOptions): Promise<Engine> {
  const { engine, device, threads, reason } = options
  const connection = new WorkerConnection({ engine, device, threads })
  try {
    const versions = await connection.call('start', [])
    return {
      spec: { engine, device, threads, reason, versions },
      open: (declared, weights) => openParameters(connection, declared, weights),
      close: () => connection.close(),
      [Symbol.asyncDispose]: () => connection.close(),
    }
  } catch (error) {
    await connection.close()
    throw error
  }
}

async function openParameters(
  connection: WorkerConnection,
  declared: ParameterDeclarations,
  weights: Weights,
): Promise<Parameters> {
  const handle = await connection.call('open', [declared])
  try {
    await takeWeights(declared, weights, (name, data) =>
      connection.call('write', [handle, name, alone(data)], whole(data)),
    )
  } catch (error) {
    await connection.release(handle)
    throw error
  }
  return parametersOf(connection, handle, declared)
}

/** A buffer moves when it holds this array alone; else its part is copied. */
function whole({ buffer, byteLength }: Float32Array): ArrayBuffer[] {
  return buffer instanceof ArrayBuffer && buffer.byteLength === byteLength ? [buffer] : []
}

function parametersOf(
  connection: WorkerConnection,
  handle: number,
  declared: ParameterDeclarations,
): Parameters {
  const trainable = Object.keys(declared).filter((name) => declared[name]?.trainable)
  const close = once(() => connection.release(handle))
  return {
    declared,
    async read(name) {
      if (!Object.hasOwn(declared, name)) throw unreadable(name, 'there is no such parameter')
      return connection.call('read', [handle, name])
    },
    async write(name, data) {
      checkSize(declared, name, data)
      await connection.call('write', [handle, name, alone(data)])
    },
    async program(definition): Promise<Program> {
      const { tracer, result } = traceDefinition(declared, definition)
      const { loss, metrics: outputs = {} } = result
      const { graph } = tracer
      const take = batchTaker(definition.batch, graph)
      const program = await connection.call('compileProgram', [handle, { graph, loss, outputs }])
      const closeProgram = once(() => connection.release(program))
      return {
        async accumulate(tensors) {
          return connection.call('accumulate', [program, take(tensors)])
        },
        close: closeProgram,
        [Symbol.asyncDispose]: closeProgram,
      }
    },
    async inference(definition): Promise<Inference> {
      const { tracer, result: outputs } = traceDefinition(declared, definition)
      const { graph } = tracer
      if (Object.keys(outputs).length === 0) {
        throw new ConfigError('Cannot infer: nothing is to be given (return a value by a name)')
      }
      const take = batchTaker(definition.batch, graph)
      const inference = await connection.call('compileInference', [handle, { graph, outputs }])
      const closeInference = once(() => connection.release(inference))
      return {
        async run(tensors) {
          return connection.call('run', [inference, take(tensors)])
        },
        close: closeInference,
        [Symbol.asyncDispose]: closeInference,
      }
    },
    async sampler(options) {
      checkSamplerOptions(options, declared)
      const sampler = await connection.call('openSampler', [handle, options])
      return createSampler(linkTo(connection, sampler), declared, options)
    },
    apply: async (options) => connection.call('apply', [handle, stepOf(options)]),
    zeroGradients: () => connection.call('zeroGradients', [handle]),
    async readGradient(name) {
      if (!trainable.includes(name))
        throw unreadable(`the gradient of ${name}`, 'it is not trained')
      return connection.call('readGradient', [handle, name])
    },
    async readOptimizer(): Promise<OptimizerState> {
      async function* moments() {
        for (const name of trainable) {
          for (const which of ['m', 'v'] as const) {
            const data = await connection.call('readMoment', [handle, name, which])
            yield { name: `${name}.${which}`, data }
          }
        }
      }
      return { step: await connection.call('step', [handle]), moments: moments() }
    },
    async writeOptimizer({ step, moments }) {
      checkStepCount(step)
      const missing = new Set(trainable.flatMap((name) => [`${name}.m`, `${name}.v`]))
      for await (const { name, data } of moments) {
        if (!missing.delete(name)) {
          throw new ConfigError(
            `Cannot load the moment ${name}: nothing of that name is trained, or it came before (give those of the same parameters)`,
          )
        }
        const [of, which] = [name.slice(0, -2), name.endsWith('.m') ? 'm' : 'v'] as const
        checkSize(declared, of, data)
        await connection.call('writeMoment', [handle, of, which, alone(data)], whole(data))
      }
      const [first] = missing
      if (first !== undefined) {
        throw new ConfigError(
          `Cannot load the moment ${first}: it is missing (give those of the same parameters)`,
        )
      }
      await connection.call('setStep', [handle, step])
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}

const linkTo = (connection: WorkerConnection, sampler: number): SamplerLink => ({
  sample: (ticket, request) => connection.call('sample', [sampler, ticket, request]),
  cancel: (ticket) => connection.call('cancel', [sampler, ticket]),
  swap: (weights, version) => connection.call('swap', [sampler, weights, version]),
  hold: () => connection.call('hold', [sampler]),
  resume: () => connection.call('resume', [sampler]),
  version: () => connection.call('version', [sampler]),
  statistics: () => connection.call('statistics', [sampler]),
  close: () => connection.release(sampler),
})

const unreadable = (what: string, reason: string) =>
  new ConfigError(`Cannot read ${what}: ${reason} (see what is declared)`)

function once(close: () => Promise<void>): () => Promise<void> {
  let closed: Promise<void> | undefined
  return () => {
    closed ??= close()
    return closed
  }
}
