import type { Product } from './catalogue/catalogue.ts'

/** A product with its options chosen. */
export interface Item {
  readonly product: string
  /** By name of the option. */
  readonly options: Readonly<Record<string, string>>
  readonly quantity: number
}

export interface Address {
  readonly id: string
  readonly label: string
  readonly name: string
  readonly street: string
  readonly city: string
  readonly zip: string
}

export type OrderStatus = 'processing' | 'shipped' | 'delivered' | 'cancelled'

export interface OrderLine extends Item {
  /** For one, in cents. */
  readonly unitPrice: number
  /** Why it goes back; null: it does not. */
  readonly returned: string | null
}

export interface Order {
  readonly id: string
  /** As `2026-02-11`. */
  readonly date: string
  readonly status: OrderStatus
  readonly lines: readonly OrderLine[]
  readonly address: Omit<Address, 'id'>
  readonly shipping: ShippingMethod
  readonly payment: PaymentMethod
  readonly coupon: string | null
  readonly discount: number
  readonly total: number
}

export const SHIPPING = {
  standard: { label: 'Standard (3-5 days)', price: 499 },
  express: { label: 'Express (next day)', price: 1499 },
  pickup: { label: 'Pick up in store', price: 0 },
} as const
export type ShippingMethod = keyof typeof SHIPPING

export const PAYMENT = {
  card: 'Saved card ending in 4242',
  invoice: 'Invoice',
  transfer: 'Bank transfer',
} as const
export type PaymentMethod = keyof typeof PAYMENT

/** Percent off the goods, and the least they must cost, in cents. */
export const COUPONS: Readonly<
  Record<string, { readonly percent: number; readonly from: number }>
> = {
  SAVE10: { percent: 10, from: 0 },
  SPRING15: { percent: 15, from: 2000 },
  BIG25: { percent: 25, from: 20_000 },
}

/** All that a visitor can change; plain data, so that two moments can be compared whole. */
export interface ShopState {
  profile: { name: string; email: string; phone: string }
  readonly password: string
  addresses: Address[]
  defaultAddress: string
  cart: Item[]
  coupon: string | null
  wishlist: string[]
  /** Oldest first. */
  orders: Order[]
  reviews: { product: string; rating: number; title: string; text: string }[]
}

export const MOST_OF_ONE = 20

/** The price of one with these options, in cents. */
export const unitPriceOf = (product: Product, options: Readonly<Record<string, string>>): number =>
  product.options.reduce(
    (price, { name, values }) =>
      price + (values.find(({ value }) => value === options[name])?.extra ?? 0),
    product.price,
  )

export const sameItem = (a: Omit<Item, 'quantity'>, b: Omit<Item, 'quantity'>): boolean =>
  a.product === b.product &&
  Object.keys(a.options).length === Object.keys(b.options).length &&
  Object.entries(a.options).every(([name, value]) => b.options[name] === value)

export interface Totals {
  readonly goods: number
  readonly discount: number
  /** Without shipping. */
  readonly total: number
}

export function totalsOf(
  cart: readonly Item[],
  coupon: string | null,
  product: (id: string) => Product,
): Totals {
  const goods = cart.reduce(
    (sum, item) => sum + unitPriceOf(product(item.product), item.options) * item.quantity,
    0,
  )
  const rule = coupon === null ? undefined : COUPONS[coupon]
  const discount = rule && goods >= rule.from ? Math.round((goods * rule.percent) / 100) : 0
  return { goods, discount, total: goods - discount }
}
