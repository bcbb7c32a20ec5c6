import type { JudgeContext, Judgement, Script, WebWorld } from '../../world.ts'
import { createShop, type Shop } from './server/shop-server.ts'
import type { ShopState } from './state.ts'
import { cheats } from './tasks/cheats.ts'
import { scriptOf } from './tasks/gold.ts'
import { same } from './tasks/order-check.ts'
import {
  listShopTasks,
  poseShopTask,
  SHOP_ID,
  type ShopOptions,
  shopOptions,
} from './tasks/shop-tasks.ts'
import type { Posed } from './tasks/template.ts'

export const SHOP_ORIGIN = 'http://shop.test'

/** The shop of one episode. */
export interface ShopWorld {
  readonly posed: Posed
  readonly shop: Shop
  /** The customer's data as it was at the start. */
  readonly before: ShopState
}

/** Buying, collecting, housekeeping and questions in a shop whose server tells what was done. */
export const shopWorld: WebWorld<ShopWorld, ShopOptions> = {
  id: SHOP_ID,
  description:
    'A shop with search, options, cart, checkout and account: buy what is asked for, keep the account, answer questions',
  options: shopOptions,
  tasks: { list: listShopTasks },
  maxEpisodeSteps: 60,

  open({ task, options, rng }) {
    const { posed, state, catalogue } = poseShopTask(task, options.products)
    const before = structuredClone(state)
    const signedIn = posed.signedIn ?? true
    return {
      posed,
      before,
      shop: createShop({ catalogue, state, rng: rng.stream('secret'), signedIn }),
    }
  },
  site: ({ shop }) => ({ 'shop.test': shop.server.app }),
  start: () => `${SHOP_ORIGIN}/`,
  goal: ({ posed }) => posed.goal,
  judge: judgeShop,
  gold: ({ posed }): Script => scriptOf((look) => posed.gold(look)),
  cheats,
}

/** Whether the state is what the goal makes of it: all that was asked for, and nothing else. */
export function judgeShop(
  { posed, shop, before }: ShopWorld,
  { answer, infeasible }: Pick<JudgeContext, 'answer' | 'infeasible'>,
): Judgement {
  shop.server.check()
  const after = shop.state
  const { subgoals, ended = false, ...rest } = posed.judge({ before, after, answer, infeasible })
  const allowed: readonly string[] = posed.changes
  const isElseKept = (Object.keys(before) as (keyof ShopState)[]).every(
    (part) => allowed.includes(part) || same(before[part], after[part]),
  )
  const isReportRight = infeasible === null || 'reported' in subgoals
  const solved = isElseKept && isReportRight && Object.values(subgoals).every(Boolean)
  const { score } = rest
  return {
    ...{ solved, ended, subgoals },
    ...(rest.fields === undefined ? {} : { fields: rest.fields }),
    // A full score is for solved tasks alone.
    ...(score === undefined
      ? {}
      : { score: solved ? score : isElseKept ? Math.min(score, 0.99) : 0 }),
    integrity: shop.server.integrity.kinds,
  }
}
