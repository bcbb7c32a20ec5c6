import { ConfigError } from '../../../core/index.ts'
import type { Value } from '../../ops/graph.ts'
import type { HostTensor } from '../../tensor.ts'
import type { Tensors } from '../backend.ts'
import type { Tensor } from './executor.ts'
import type { Tfjs } from './load-tensorflow.ts'

/**
 * Its numbers in memory of their own: some backends give out the memory they compute in, and cpu the
 * bytes of what was a comparison.
 */
export async function toHost(tensor: Tensor): Promise<HostTensor> {
  const data: ArrayLike<number> = await tensor.data<'float32'>()
  const isInt = tensor.dtype === 'int32'
  return {
    shape: [...tensor.shape],
    data: isInt ? Int32Array.from(data) : Float32Array.from(data),
  }
}

/** Reads tensors by name and disposes of all of them, read or not. */
export async function toHosts(tensors: ReadonlyMap<string, Tensor>): Promise<Tensors> {
  try {
    const read: Record<string, HostTensor> = {}
    for (const [name, tensor] of tensors) read[name] = await toHost(tensor)
    return read
  } finally {
    for (const tensor of tensors.values()) tensor.dispose()
  }
}

/** Tensors of a batch, in the dtypes a graph declares. */
export function fromHost(
  tf: Tfjs,
  declared: ReadonlyMap<string, Value>,
  batch: Tensors,
): ReadonlyMap<number, Tensor> {
  for (const [name, { dtype }] of declared) {
    const isInt = batch[name]?.data instanceof Int32Array
    if (isInt !== (dtype === 'int32')) {
      const given = isInt ? 'an Int32Array' : 'a Float32Array'
      const wanted = isInt ? 'a Float32Array' : 'an Int32Array'
      throw new ConfigError(`Cannot run: ${name} is ${given} (give ${wanted}: it is ${dtype})`)
    }
  }
  return new Map(
    [...declared].flatMap(([name, { id, dtype }]) => {
      const tensor = batch[name]
      return tensor ? [[id, tf.tensor(tensor.data, [...tensor.shape], dtype)] as const] : []
    }),
  )
}
