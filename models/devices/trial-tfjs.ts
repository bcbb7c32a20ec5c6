import { messageOf } from '../../core/index.ts'
import { loadTfjs, type Tfjs, type TfjsDevice } from '../engines/tfjs/load-tensorflow.ts'
import { findNative } from '../engines/tfjs/native-folder.ts'
import type { Finding } from './trial.ts'

export async function tryTfjs(device: TfjsDevice): Promise<Finding> {
  const tf = await loadTfjs(device)
  return (await problemOf(tf)) ?? { works: true, detail: `TensorFlow.js ${tf.version_core}` }
}

/** What the Node binding's backend has beside what every backend has. */
type NodeBackend = ReturnType<Tfjs['backend']> & {
  readonly binding?: { readonly TF_Version?: string }
  readonly isUsingGpuDevice?: boolean
}

/** Whichever of the two it is: the binding says whether it took a GPU. */
export async function tryNative(): Promise<Finding> {
  const native = findNative()
  const tf = await loadTfjs('native')
  const problem = await problemOf(tf)
  if (problem) return problem
  const backend = tf.backend() as NodeBackend
  const version = backend.binding?.TF_Version ?? 'of unknown version'
  return {
    works: true,
    detail: `TensorFlow ${version}, ${native.source}`,
    onGpu: backend.isUsingGpuDevice === true,
  }
}

/** A product of matrices, and its gradient. */
async function problemOf(tf: Tfjs): Promise<Finding | null> {
  const x = tf.tensor2d([
    [1, 2],
    [3, 4],
  ])
  const ones = tf.onesLike(x)
  try {
    const slope = tf.grad((input) => tf.sum(tf.matMul(input as typeof x, ones)))(x)
    const [answer] = await tf.matMul(x, slope as typeof x).data()
    // Each slope is 2: the first row sums to 3.
    return answer === 6 ? null : { works: false, problem: `it computes 6 as ${answer}` }
  } catch (error) {
    return { works: false, problem: messageOf(error).split('\n')[0] ?? '' }
  }
}
