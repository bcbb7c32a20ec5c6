/** Library that runs the tensors. */
export type EngineName = 'onnx' | 'tfjs'

/** Where an engine computes; `native-*` is TensorFlow itself behind TensorFlow.js. */
export type DeviceName = 'cpu' | 'webgpu' | 'cuda' | 'wasm' | 'native-cpu' | 'native-cuda'

/** What this machine offers in one place. */
export interface DeviceReport {
  readonly engine: EngineName
  readonly device: DeviceName
  readonly available: boolean
  /** Versions, adapter, memory; of what is not available, why. */
  readonly detail: string
  /** A graphics adapter that is a program on the CPU: correct, and slower than the CPU itself. */
  readonly software?: boolean
  /** What to do so that it becomes available, where something can be done. */
  readonly missing?: string
}

/** Devices of each engine, best first. */
export const preference = {
  onnx: ['cuda', 'webgpu', 'cpu'],
  tfjs: ['native-cuda', 'webgpu', 'native-cpu', 'wasm', 'cpu'],
} as const satisfies Record<EngineName, readonly DeviceName[]>

export const engineNames = Object.keys(preference) as readonly EngineName[]
