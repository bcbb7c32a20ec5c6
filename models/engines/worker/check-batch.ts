import { ConfigError } from '../../../core/index.ts'
import type { Batch, BatchDeclarations } from '../../engine.ts'
import { solveSymbols } from '../../ops/dims.ts'
import { type HostTensor, sizeOf } from '../../tensor.ts'

/**
 * Refuses a batch that a program cannot take; tensors that it does not read may be there.
 * @throws ConfigError naming the tensor.
 */
export function checkBatch(declared: BatchDeclarations, batch: Batch): void {
  const shapes = Object.entries(declared).map(([name, { dtype, shape }]) => {
    const tensor = batch[name]
    if (!tensor) throw problem(name, 'it is missing', 'give it in the batch')
    checkTensor(name, tensor, dtype)
    return { name, declared: shape, actual: tensor.shape }
  })
  solveSymbols(shapes)
}

function checkTensor(name: string, { shape, data }: HostTensor, dtype: 'float32' | 'int32'): void {
  const wanted = dtype === 'int32' ? Int32Array : Float32Array
  if (!(data instanceof wanted)) {
    throw problem(name, `it is no ${wanted.name}`, `it is declared as ${dtype}`)
  }
  if (data.length !== sizeOf(shape)) {
    const reason = `it holds ${data.length} numbers, not ${sizeOf(shape)}`
    throw problem(name, reason, `its shape is [${shape.join(', ')}]`)
  }
}

const problem = (name: string, reason: string, advice: string) =>
  new ConfigError(`Cannot take ${name}: ${reason} (${advice})`)
