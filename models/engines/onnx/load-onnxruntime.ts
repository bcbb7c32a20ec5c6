import { installs, packageProblem } from '../../devices/missing-package.ts'

/** ONNX Runtime for Node. Inside models/ only: an optional package's types are not for exported signatures. */
export type OnnxRuntime = typeof import('onnxruntime-node')

/** The one place that loads ONNX Runtime. @throws ConfigError that says what installs it. */
export async function loadOnnxRuntime(): Promise<OnnxRuntime> {
  try {
    return await import('onnxruntime-node')
  } catch (error) {
    throw packageProblem('onnxruntime-node', installs.onnx, error)
  }
}
