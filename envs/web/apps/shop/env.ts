import { defineWebEnv } from '../../define-web-env.ts'
import { shopWorld } from './world.ts'

/** A shop: buy what is asked for, keep the account, answer questions. */
export const shop = defineWebEnv(shopWorld)
