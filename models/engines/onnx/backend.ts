import { ConfigError } from '../../../core/index.ts'
import type { ParameterDeclarations } from '../../engine.ts'
import type { Backend, BackendParameters } from '../backend.ts'
import { OnnxParameters } from './parameters.ts'
import { createSessionMaker } from './sessions.ts'

export interface OnnxOptions {
  readonly device: string
  readonly threads: number
}

/** Graphs as ONNX models on ONNX Runtime: `cpu`, `webgpu` or `cuda`. */
export async function createOnnxBackend({ device, threads }: OnnxOptions): Promise<Backend> {
  if (device !== 'cpu' && device !== 'webgpu' && device !== 'cuda') {
    throw new ConfigError(
      `Cannot run onnx on ${device}: it is no device of this engine (choose from cpu, webgpu, cuda)`,
    )
  }
  const sessions = await createSessionMaker({ device, threads })
  const opened = new Set<BackendParameters>()
  const { node, common } = sessions.runtime.env.versions
  return {
    versions: { 'onnxruntime-node': node ?? common },
    async open(declared: ParameterDeclarations) {
      const parameters = new OnnxParameters(sessions, declared)
      opened.add(parameters)
      return parameters
    },
    async close() {
      for (const parameters of opened) await parameters.close()
    },
  }
}
