import { installs, packageProblem } from './missing-package.ts'

/** Chrome's WebGPU for Node: the one place that loads it. @throws ConfigError that says what installs it. */
export async function loadDawn(): Promise<typeof import('webgpu')> {
  try {
    return await import('webgpu')
  } catch (error) {
    throw packageProblem('webgpu', installs.dawn, error)
  }
}
