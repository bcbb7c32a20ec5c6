import { secretBytes } from '../../../../core/secret-bytes.ts'

/**
 * What judged code must not guess, as lower-case letters and digits. Not from the episode's generator: its
 * seed is a small number, and the code that draws from it is public. No verdict depends on it.
 */
export const newNonce = (): string => `n${Buffer.from(secretBytes(16)).toString('hex')}`
