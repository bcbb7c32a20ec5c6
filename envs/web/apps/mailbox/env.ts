import { defineWebEnv } from '../../define-web-env.ts'
import { mailboxWorld } from './world.ts'

/** A mailbox; what was done is read from its own state. */
export const mailbox = defineWebEnv(mailboxWorld)
