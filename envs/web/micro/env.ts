import { defineWebEnv } from '../define-web-env.ts'
import { microWorld } from './world.ts'

/** `web/Micro-v0`. */
export const micro = defineWebEnv(microWorld)
