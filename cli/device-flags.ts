import { z } from 'zod'
import type { EngineSpec } from '../models/index.ts'

const deviceNames = ['cpu', 'webgpu', 'cuda', 'wasm', 'native-cpu', 'native-cuda'] as const
export const deviceFlag = z.enum(deviceNames)

/** How many are too many, the engine says: what was stored on a larger machine is replayed anywhere. */
export const threadsFlag = z.int().min(1)

/** `onnx on cpu, 2 threads (the default engine, its best device here)`. */
export function describeEngine(spec: EngineSpec): string {
  return `${nameEngine(spec)} (${spec.reason})`
}

/** The same without the reason; also of one that is stored. */
export function nameEngine({
  engine,
  device,
  threads,
}: {
  readonly engine: string
  readonly device: string
  readonly threads: number
}): string {
  return `${engine} on ${device}, ${threads} ${threads === 1 ? 'thread' : 'threads'}`
}
