import type { Rng } from '../../../../../core/index.ts'
import { canonicalJson, type Json } from '../../../../../core/index.ts'
import type { Address, Item, Order, PaymentMethod, ShippingMethod, ShopState } from '../state.ts'
import type { Moment, Verdict } from './template.ts'

/** How an order is to be sent and paid. */
export interface Terms {
  /** Label of the address. */
  readonly address: string
  readonly shipping: ShippingMethod
  readonly payment: PaymentMethod
}

export const drawTerms = (rng: Rng, address = 'Home'): Terms => ({
  address,
  shipping: rng.pick(['standard', 'express', 'pickup'] as const),
  payment: rng.pick(['card', 'invoice', 'transfer'] as const),
})

const SHIPPING_WORDS = {
  ...{ standard: 'standard shipping', express: 'express shipping', pickup: 'pick-up in store' },
}
const PAYMENT_WORDS = {
  ...{ card: 'with my saved card', invoice: 'by invoice', transfer: 'by bank transfer' },
}
export const termsText = ({ address, shipping, payment }: Terms): string =>
  `Send it to my ${address.toLowerCase()} address with ${SHIPPING_WORDS[shipping]} and pay ${PAYMENT_WORDS[payment]}.`

export const same = (a: unknown, b: unknown): boolean =>
  canonicalJson(a as Json) === canonicalJson(b as Json)

/** Orders placed since; null: an earlier one is not as it was. */
export function newOrders({ before, after }: Moment): readonly Order[] | null {
  const known = before.orders.length
  return same(before.orders, after.orders.slice(0, known)) ? after.orders.slice(known) : null
}

/** What is being bought: of the order once there is one, else of the cart. */
export const linesOf = (moment: Moment): readonly Item[] =>
  newOrders(moment)?.[0]?.lines ?? moment.after.cart

/** Parts in which what is bought agrees with what was asked for. */
export function itemSubgoals(lines: readonly Item[], wanted: readonly Item[]) {
  const products = (items: readonly Item[]) => items.map(({ product }) => product).sort()
  const rightProducts = same([...new Set(products(lines))], [...new Set(products(wanted))])
  const key = ({ product, options }: Item) => canonicalJson([product, options] as Json)
  const amounts = (items: readonly Item[], keyOf: (item: Item) => string) =>
    items.map((item) => `${keyOf(item)} ${item.quantity}`).sort()
  return {
    rightProducts,
    rightOptions: rightProducts && same(lines.map(key).sort(), wanted.map(key).sort()),
    rightQuantities:
      rightProducts &&
      same(
        amounts(lines, ({ product }) => product),
        amounts(wanted, ({ product }) => product),
      ),
  }
}

/** An order placed once, with these terms and nothing left in the cart. */
export function termsSubgoals(moment: Moment, { address, shipping, payment }: Terms) {
  const orders = newOrders(moment)
  const order = orders?.length === 1 ? orders[0] : undefined
  const wanted = moment.before.addresses.find(({ label }) => label === address)
  return {
    rightAddress: order !== undefined && wanted !== undefined && same(order.address, bare(wanted)),
    rightShipping: order?.shipping === shipping,
    rightPayment: order?.payment === payment,
    orderPlaced: order !== undefined && order.status === 'processing',
    cartEmpty: order !== undefined && moment.after.cart.length === 0,
  }
}

const bare = ({ id: _, ...address }: Address) => address

/** What an order changes. */
export const ORDERING = ['orders', 'cart', 'coupon'] as const satisfies readonly (keyof ShopState)[]

export function orderVerdict(
  moment: Moment,
  wanted: readonly Item[],
  terms: Terms,
  coupon: string | null = null,
): Verdict {
  const orders = newOrders(moment)
  return {
    subgoals: {
      ...itemSubgoals(linesOf(moment), wanted),
      rightCoupon: (orders?.[0] ?? moment.after).coupon === coupon,
      ...termsSubgoals(moment, terms),
    },
    ended: orders === null || orders.length > 0,
  }
}
