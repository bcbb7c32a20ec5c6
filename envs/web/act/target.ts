import type { Locator } from 'playwright-core'
import type { ActContext } from './act-context.ts'
import { Blocked } from './blocked.ts'
import type { PageAction } from './tools.ts'

/** Does one action, and tells what there is to tell of it. */
export type Handler<Tool extends PageAction['tool']> = (
  context: ActContext,
  action: Extract<PageAction, { tool: Tool }>,
) => Promise<readonly string[]>

export type Handlers<Tool extends PageAction['tool']> = { readonly [T in Tool]: Handler<T> }

/** An element of the last snapshot, and what it is called there. */
export interface Target {
  readonly locator: Locator
  /** `button "Send"` */
  readonly label: string
}

/** @throws Blocked where the last snapshot has no such element. */
export function targetOf(context: ActContext, ref: string): Target {
  const locator = context.locate(ref)
  if (!locator) throw new Blocked(`There is no element ${ref} in the last snapshot.`)
  return { locator, label: context.describe(ref) ?? `element ${ref}` }
}
