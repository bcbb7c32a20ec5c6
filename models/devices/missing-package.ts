import { ConfigError, messageOf } from '../../core/index.ts'

const core =
  'npm install @tensorflow/tfjs-core@4.22.0 @tensorflow/tfjs-layers@4.22.0 @tensorflow/tfjs-backend-cpu@4.22.0'

/** What installs each engine, in the versions it is tested with. */
export const installs = {
  onnx: 'npm install onnxruntime-node@1.30.0',
  cuda: 'node node_modules/onnxruntime-node/script/install.js --onnxruntime-node-install=cuda12',
  tfjs: core,
  wasm: `${core} @tensorflow/tfjs-backend-wasm@4.22.0`,
  webgpu: `${core} @tensorflow/tfjs-backend-webgpu@4.22.0 webgpu@0.6.2`,
  dawn: 'npm install webgpu@0.6.2',
} as const

/** The package a failed import or require did not find, else null. */
export function missingPackage(error: unknown): string | null {
  const [line = ''] = messageOf(error).split('\n')
  const name = /^Cannot find (?:package|module) '([^'./][^']*)'/.exec(line)?.[1]
  // Vitest words it differently.
  return (
    name ?? /^Failed to (?:load url|resolve import) "?([^\s"./]\S*?)"?[ ,(]/.exec(line)?.[1] ?? null
  )
}

/** Why an optional package could not be loaded, in one line that says what installs it. */
export function packageProblem(wanted: string, install: string, error: unknown): ConfigError {
  const missing = missingPackage(error)
  const [line = ''] = messageOf(error).split('\n')
  const reason =
    missing === null
      ? line
      : missing === wanted
        ? 'it is not installed'
        : `${missing} is not installed`
  return new ConfigError(`Cannot load ${wanted}: ${reason} (${install})`, { cause: error })
}
