import { availableParallelism } from 'node:os'
import { ConfigError } from '../../core/index.ts'
import { chooseDevice, type DeviceChoice, type DeviceRequest } from '../devices/choose-device.ts'
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
  // More than run at once wait for each other, and slow everything else down.
  const most = Math.max(4, availableParallelism())
  if (threads !== undefined && threads > most) {
    throw new ConfigError(
      `Cannot compute on ${threads} threads: this machine runs ${availableParallelism()} at once (give ${most} at most)`,
    )
  }
  const choice = await choose(request)
  // TensorFlow.js has one thread wherever TensorFlow itself does not compute.
  const single = choice.device === 'wasm' || (choice.engine === 'tfjs' && choice.device === 'cpu')
  const reason =
    single && threads !== undefined && threads > 1
      ? `${choice.reason}; it has one thread`
      : choice.reason
  return openWorkerEngine({
    ...choice,
    reason,
    threads: single ? 1 : (threads ?? availableParallelism()),
  })
}

async function choose(request: DeviceRequest): Promise<DeviceChoice> {
  const { device } = request
  const engine = request.engine ?? (device === undefined || device === 'cpu' ? 'onnx' : undefined)
  // Opening it is as good as trying it: nothing there crashes or hangs.
  if (engine === 'onnx' && device === 'cpu') return { engine, device, reason: 'asked for' }
  return chooseDevice(request, await listDevices({ engine, device }))
}
