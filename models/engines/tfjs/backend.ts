import { ConfigError } from '../../../core/index.ts'
import type { Backend } from '../backend.ts'
import { createExecutors } from './executors.ts'
import { loadTfjs, type Tfjs, type TfjsDevice } from './load-tensorflow.ts'
import { openParameters } from './parameters.ts'
import { replaceWasmMatmul } from './wasm-matmul.ts'

export interface TfjsBackendOptions {
  /** One of TfjsDevice. */
  readonly device: string
  /** Of native TensorFlow; wasm and cpu compute on one. */
  readonly threads?: number
  /** How many logits may exist at once in the head of a language model. */
  readonly logitsLimit?: number
}

const devices: readonly TfjsDevice[] = [
  ...(['native', 'native-cuda', 'native-cpu', 'webgpu', 'wasm', 'cpu'] as const),
]

/** TensorFlow.js in this thread, which it blocks while it computes. One device a thread. */
export async function createTfjsBackend(options: TfjsBackendOptions): Promise<Backend> {
  const device = devices.find((name) => name === options.device)
  if (!device) {
    throw new ConfigError(
      `Cannot use ${options.device} with TensorFlow.js: there is no such device (choose ${devices.join(', ')})`,
    )
  }
  if (device.startsWith('native') && options.threads !== undefined) setThreads(options.threads)
  const tf = await loadTfjs(device)
  if (device === 'wasm') replaceWasmMatmul(tf)
  const executors = createExecutors(tf, options.logitsLimit)
  return {
    versions: versionsOf(tf),
    open: async (declared) => openParameters(tf, executors, declared),
    // Its memory goes with the thread: a backend that is removed cannot be had again.
    async close() {},
  }
}

/** Native TensorFlow reads them when it is loaded, from the environment of the process. */
function setThreads(threads: number): void {
  process.env['TF_NUM_INTRAOP_THREADS'] ??= String(threads)
  process.env['TF_NUM_INTEROP_THREADS'] ??= '1'
}

function versionsOf(tf: Tfjs): Readonly<Record<string, string>> {
  const binding: unknown = Reflect.get(tf.backend(), 'binding')
  const native: unknown =
    typeof binding === 'object' && binding ? Reflect.get(binding, 'TF_Version') : undefined
  return {
    '@tensorflow/tfjs-core': tf.version_core,
    ...(typeof native === 'string' && { tensorflow: native }),
  }
}
