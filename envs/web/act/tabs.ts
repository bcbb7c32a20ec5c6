import type { ActContext } from './act-context.ts'
import { addressOf } from './address.ts'
import { Blocked } from './blocked.ts'
import type { Handlers } from './target.ts'

/** Tabs by number. */
export const tabs: Handlers<'tab_new' | 'tab_switch' | 'tab_close'> = {
  tab_new: async (context, { url }) => {
    await context.tabs.open(url === undefined ? undefined : addressOf(context, url))
    return []
  },
  tab_switch: async (context, { tab }) => {
    if (!(await context.tabs.show(tab))) throw absent(context, tab)
    return []
  },
  tab_close: async (context, { tab }) => {
    if (!(await context.tabs.close(tab))) throw absent(context, tab)
    return []
  },
}

function absent({ tabs }: ActContext, tab: number | undefined): Blocked {
  const count = tabs.count()
  const there = count === 1 ? 'There is 1 tab' : `There are ${count} tabs`
  return tab === undefined || tab <= count
    ? new Blocked(`This tab cannot be closed. ${there}.`)
    : new Blocked(`There is no tab ${tab}. ${there}.`)
}
