import { defineWebEnv } from '../../define-web-env.ts'
import { travelWorld } from './world.ts'

/** A travel site with a simulated user. */
export const travel = defineWebEnv(travelWorld)
