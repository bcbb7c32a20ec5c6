/** The child process in which one thing is tried: a bad driver ends or hangs this one, and no other. */
import { messageOf } from '../../core/index.ts'
import type { Finding, Trial } from './trial.ts'
import { tryAdapter, tryOnnx } from './trial-onnx.ts'
import { tryNative, tryTfjs } from './trial-tfjs.ts'

const trials: Readonly<Record<Trial, () => Promise<Finding>>> = {
  'onnx cpu': () => tryOnnx('cpu'),
  'onnx webgpu': () => tryOnnx('webgpu'),
  'onnx cuda': () => tryOnnx('cuda'),
  adapter: tryAdapter,
  'tfjs native': tryNative,
  'tfjs webgpu': () => tryTfjs('webgpu'),
  'tfjs wasm': () => tryTfjs('wasm'),
  'tfjs cpu': () => tryTfjs('cpu'),
}

const finding = await trials[process.argv[2] as Trial]().catch(
  (error: unknown): Finding => ({ works: false, problem: messageOf(error).split('\n')[0] ?? '' }),
)
// Drivers may keep a process, or fall over as it ends: whoever started this one kills it on an answer.
process.send?.(finding)
