import { defineWebEnv } from '../../define-web-env.ts'
import { trackerWorld } from './world.ts'

/** An issue tracker with roles; what was done is read from its own state. */
export const tracker = defineWebEnv(trackerWorld)
