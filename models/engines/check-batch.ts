import { ConfigError } from '../../core/index.ts'
import type { Batch, BatchDeclarations } from '../engine.ts'
import { solveSymbols } from '../ops/dims.ts'
import type { Graph } from '../ops/graph.ts'
import { type HostTensor, sizeOf } from '../tensor.ts'
import type { Tensors } from './backend.ts'
import { limitsOf } from './limits.ts'

/**
 * What takes a batch for a graph: of its tensors those that are declared, each in memory of its own.
 * Others may be there, and stay: a backend knows tensors by names, parameters among them.
 * @throws ConfigError naming the tensor that does not fit.
 */
export function batchTaker(declared: BatchDeclarations, graph: Graph): (batch: Batch) => Tensors {
  const checkLimits = limitsOf(graph)
  return (batch) => {
    const tensors: Record<string, HostTensor> = {}
    const shapes = Object.entries(declared).map(([name, { dtype, shape }]) => {
      const tensor = batch[name]
      if (!tensor) throw problem(name, 'it is missing', 'give it in the batch')
      checkTensor(name, tensor, dtype)
      tensors[name] = { shape: tensor.shape, data: alone(tensor.data) }
      return { name, declared: shape, actual: tensor.shape }
    })
    checkLimits(tensors, solveSymbols(shapes))
    return tensors
  }
}

function checkTensor(name: string, { shape, data }: HostTensor, dtype: 'float32' | 'int32'): void {
  const wanted = dtype === 'int32' ? Int32Array : Float32Array
  if (!(data instanceof wanted)) {
    throw problem(name, `it is no ${wanted.name}`, `it is declared as ${dtype}`)
  }
  if (!isShape(shape)) throw problem(name, 'its shape is no list of sizes', 'as in [2, 3]')
  if (data.length !== sizeOf(shape)) {
    const reason = `it holds ${data.length} numbers, not ${sizeOf(shape)}`
    throw problem(name, reason, `its shape is [${shape.join(', ')}]`)
  }
}

export const isShape = (shape: unknown): shape is readonly number[] =>
  Array.isArray(shape) && shape.every((size) => Number.isSafeInteger(size) && size >= 0)

/**
 * Numbers that fill a buffer which is nobody else's: a thread would be sent all of a larger one, and
 * would share one that is shared.
 */
export function alone<T extends Float32Array | Int32Array>(data: T): T {
  const { buffer, byteLength } = data
  const isAlone = buffer instanceof ArrayBuffer && buffer.byteLength === byteLength
  return isAlone ? data : (data.slice() as T)
}

const problem = (name: string, reason: string, advice: string) =>
  new ConfigError(`Cannot take ${name}: ${reason} (${advice})`)
