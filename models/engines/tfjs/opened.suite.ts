import { expect } from 'vitest'
import type { Dense } from '../../ops/definition.ts'
import type { HostTensor } from '../../tensor.ts'
import type { Backend, BackendParameters } from '../backend.ts'

/** What the tests of a device share. */
export interface Opened {
  readonly backend: Backend
  /** How many tensors there are, and how many memories behind them. */
  readonly tensors: () => number
}

/** Opens weights, those named (by default all) to be trained. */
export async function openAll(
  backend: Backend,
  weights: Readonly<Record<string, Dense>>,
  trained: readonly string[] = Object.keys(weights),
): Promise<BackendParameters> {
  const declared = Object.entries(weights).map(([name, { shape }]) => [
    name,
    { shape, trainable: trained.includes(name) },
  ])
  const parameters = await backend.open(Object.fromEntries(declared))
  for (const [name, { data }] of Object.entries(weights)) {
    await parameters.write(name, Float32Array.from(data))
  }
  return parameters
}

/** Within what float32 loses. */
export function expectClose(actual: HostTensor | undefined, expected: Dense | undefined): void {
  expect(actual?.shape).toEqual(expected?.shape)
  for (const [i, value] of expected?.data.entries() ?? []) {
    const found = actual?.data[i] ?? Number.NaN
    const allowed = 3e-5 * Math.max(1, Math.abs(value))
    expect(Math.abs(found - value), `${found} for ${value}`).toBeLessThanOrEqual(allowed)
  }
}
