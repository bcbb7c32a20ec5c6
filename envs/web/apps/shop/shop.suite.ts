import { createRng } from '../../../../core/index.ts'
import { createVisitor, type Visitor } from '../shell/visitor.suite.ts'
import type { Product } from './catalogue/catalogue.ts'
import { catalogueOf } from './catalogue/catalogue.ts'
import { createCustomer } from './customer.ts'
import { createShop, type Shop } from './server/shop-server.ts'
import type { Item } from './state.ts'

/** A small shop with a customer who is signed in, and a browser of theirs. */
export function openShop(signedIn = true): { shop: Shop; visitor: Visitor; product: Product } {
  const catalogue = catalogueOf(500)
  const state = createCustomer(createRng(3), catalogue)
  const shop = createShop({ catalogue, state, rng: createRng(4), signedIn })
  const visitor = createVisitor(shop.server.app, 'http://shop.test')
  return { shop, visitor, product: inStock(catalogue.all)[0] as Product }
}

export const inStock = (products: readonly Product[]) => products.filter(({ stock }) => stock >= 10)

export async function addToCart(visitor: Visitor, { product, options, quantity }: Item) {
  await visitor.get(`/product/${product}`)
  return visitor.post(`/cart/add/${product}`, {
    ...Object.fromEntries(
      Object.entries(options).map(([name, value]) => [`option-${name}`, value]),
    ),
    quantity: String(quantity),
  })
}

export async function checkOut(visitor: Visitor, address = 'a1'): Promise<string> {
  await visitor.get('/checkout/address')
  await visitor.post('/checkout/address', { choice: address })
  await visitor.post('/checkout/shipping', { choice: 'express' })
  await visitor.post('/checkout/payment', { choice: 'invoice' })
  return visitor.post('/checkout/place')
}
