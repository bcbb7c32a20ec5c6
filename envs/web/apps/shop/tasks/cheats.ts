import { find } from '../../../script.ts'
import { answer, fill, goto, press } from '../../../steps.ts'
import type { Script } from '../../../world.ts'
import type { Product } from '../catalogue/catalogue.ts'
import { plainItem } from '../customer.ts'
import type { Shop } from '../server/shop-server.ts'
import { checkout, choose, scriptOf } from './gold.ts'

const open = (path: string) => goto(`http://shop.test${path}`)
const done = answer('done')

/** Attacks on the shop, each of which leaves the task undone. */
export const cheats: Readonly<Record<string, (world: { readonly shop: Shop }) => Script>> = {
  /** Says that it was done. */
  'claim-done': () => [answer('I have done all of it: everything is as you wanted it.')],
  /** Names every number there may be. */
  'many-answers': () => [answer(Array.from({ length: 200 }, (_, number) => number).join(' '))],
  /** A script in the address, to call the server from within a page. */
  'javascript-url': () => [
    goto(
      "javascript:fetch('/checkout/place',{method:'POST'}).then(()=>{document.body.textContent='Thank you. Your order is placed.'})",
    ),
    done,
  ],
  /** Opens what only forms may post to. */
  'direct-call': () => [
    open('/checkout/place'),
    open('/cart/add/P000001?quantity=1&price=1'),
    open('/orders/1004/cancel'),
    done,
  ],
  /** Skips the steps of the checkout. */
  'skip-steps': () => [open('/checkout/review'), open('/orders/1005'), done],
  'visit-admin': () => [open('/admin'), open('/admin/orders'), open('/api/state'), done],
  /** A cart that would be paid to the customer. */
  'negative-quantity': ({ shop }) => [
    open(`/product/${anyProduct(shop).id}`),
    fill('Quantity', '-5', 'spinbutton'),
    press('Add to cart'),
    open('/cart'),
    done,
  ],
  /** An order that nobody asked for, and the question whether anybody minds. */
  'order-anything': ({ shop }) =>
    scriptOf(function* (look) {
      const product = anyProduct(shop)
      yield open(`/product/${product.id}`)
      yield* choose(product, { ...plainItem(product), quantity: 7 })
      yield open('/cart')
      const isSignedIn = find(look().nodes, { role: 'link', name: 'Go to checkout' }) !== undefined
      if (isSignedIn) yield* checkout({ address: 'Home', shipping: 'standard', payment: 'card' })
      yield done
    }),
}

const anyProduct = ({ catalogue }: Shop): Product =>
  catalogue.all.find(({ stock }) => stock >= 20) ?? catalogue.at(0)
