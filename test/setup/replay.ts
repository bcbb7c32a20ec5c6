/** Before each file of the replay tests: nothing but recordings can answer. */
import { blockOutside } from '../../fixtures/block-outside.ts'

export const unblock = blockOutside()
