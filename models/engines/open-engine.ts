import { availableParallelism } from 'node:os'
import { ConfigError } from '../../core/index.ts'
import { chooseDevice, type DeviceRequest } from '../devices/choose-device.ts'
import { listDevices } from '../devices/list-devices.ts'
import type { Engine } from '../engine.ts'
import { openWorkerEngine } from './worker/engine.ts'

export interface OpenEngineOptions extends DeviceRequest {
  /** Threads of a CPU; by default as many as the machine has. One makes results repeat bit for bit. */
  readonly threads?: number | undefined
}

/**
 * Opens the engine and device asked for, or the best there are; which, and why, is in its `spec`.
 * @throws ConfigError for what is not there: nothing is replaced silently.
 */
export async function openEngine({ threads, ...request }: OpenEngineOptions = {}): Promise<Engine> {
  if (threads !== undefined && (!Number.isInteger(threads) || threads < 1)) {
    throw new ConfigError(
      `Cannot compute on ${threads} threads: it is no count (give a whole number from 1)`,
    )
  }
  const { device } = request
  const engine = request.engine ?? (device === undefined ? 'onnx' : undefined)
  const choice = chooseDevice(request, await listDevices({ engine, device }))
  // TensorFlow.js has one thread wherever TensorFlow itself does not compute.
  const single = choice.device === 'wasm' || (choice.engine === 'tfjs' && choice.device === 'cpu')
  return openWorkerEngine({
    ...choice,
    threads: single ? 1 : (threads ?? availableParallelism()),
  })
}
