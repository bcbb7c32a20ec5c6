import type { Rng } from '../../../../core/index.ts'
import type { Catalogue, Product } from './catalogue/catalogue.ts'
import {
  type Address,
  type Item,
  type Order,
  type OrderLine,
  type OrderStatus,
  SHIPPING,
  type ShopState,
  unitPriceOf,
} from './state.ts'

const NAMES = ['Ada Brandt', 'Luis Ortega', 'Mina Kapoor', 'Jens Holm', 'Sara Cohen', 'Tom Reyes']
const STREETS = ['Mill Lane', 'Harbor Street', 'Oak Avenue', 'Station Road', 'Hill Street']
const CITIES = ['Ashford', 'Brookfield', 'Clearwater', 'Dover', 'Elmwood', 'Fairview']

/** A street, a town and its code. */
export const drawPlace = (rng: Rng) => ({
  street: `${1 + rng.int(180)} ${rng.pick(STREETS)}`,
  city: rng.pick(CITIES),
  zip: String(10_000 + rng.int(89_000)),
})

/** Options of a product that can be bought, at random. */
export const drawOptions = (rng: Rng, { options }: Product): Record<string, string> =>
  Object.fromEntries(options.map(({ name, values }) => [name, rng.pick(values).value]))

/** The customer of an episode: two addresses, four past orders, an empty cart. */
export function createCustomer(rng: Rng, catalogue: Catalogue): ShopState {
  const name = rng.pick(NAMES)
  const addresses = ['Home', 'Work'].map(
    (label, at): Address => ({ id: `a${at + 1}`, label, name, ...drawPlace(rng) }),
  )
  const bought = new Set<string>()
  const draw = (): Product => {
    const product = catalogue.at(rng.int(catalogue.size))
    // No product is in two orders: a task may say "the order with ...".
    if (bought.has(product.id) || product.stock === 0) return draw()
    bought.add(product.id)
    return product
  }
  const statuses: readonly OrderStatus[] = ['delivered', 'delivered', 'shipped', 'processing']
  const orders = statuses.map((status, at): Order => {
    const lines = Array.from({ length: 1 + rng.int(2) }, (): OrderLine => {
      const product = draw()
      const options = drawOptions(rng, product)
      const unitPrice = unitPriceOf(product, options)
      return { product: product.id, options, quantity: 1 + rng.int(2), unitPrice, returned: null }
    })
    const goods = lines.reduce((sum, { unitPrice, quantity }) => sum + unitPrice * quantity, 0)
    const { id: _, ...address } = addresses[0] as Address
    return {
      id: `${1001 + at}`,
      date: `2026-0${at < 2 ? 1 : 2}-${10 + at * 4 + rng.int(4)}`,
      ...{ status, lines, address, shipping: 'standard', payment: 'card', coupon: null },
      discount: 0,
      total: goods + SHIPPING.standard.price,
    }
  })
  const email = `${name.split(' ')[0]?.toLowerCase()}@mail.test`
  return {
    profile: { name, email, phone: `555-0${100 + rng.int(900)}` },
    password: `${rng.pick(['maple', 'cedar', 'birch'])}-${100 + rng.int(900)}`,
    ...{ addresses, defaultAddress: 'a1', cart: [], coupon: null, wishlist: [] },
    ...{ orders, reviews: [] },
  }
}

/** As the customer would put it into the cart: each option's first value that costs nothing more. */
export const plainItem = (product: Product, quantity = 1): Item => ({
  product: product.id,
  options: Object.fromEntries(
    product.options.map(({ name, values }) => [name, values[0]?.value ?? '']),
  ),
  quantity,
})
