import { randomBytes } from 'node:crypto'
import { createSlot, type Slot } from './slot.ts'

/** Where unguessable bytes come from, when not from the machine: recordings. */
export const randomSource: Slot<(count: number) => Uint8Array> = createSlot()

/**
 * Bytes that nobody can guess, for what an agent must not forge. They do not follow from the seed; a
 * recording keeps them.
 */
export function secretBytes(count: number): Uint8Array {
  return randomSource.current()?.(count) ?? new Uint8Array(randomBytes(count))
}
