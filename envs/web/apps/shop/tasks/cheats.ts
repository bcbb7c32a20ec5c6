import { find } from '../../../script.ts'
import type { Script, ScriptStep } from '../../../world.ts'
import type { Product } from '../catalogue/catalogue.ts'
import { plainItem } from '../customer.ts'
import type { Shop } from '../server/shop-server.ts'
import { button, checkout, choose, says, scriptOf } from './gold.ts'

const goto = (url: string): ScriptStep => ({ tool: 'goto', url: `http://shop.test${url}` })
const done = says('done')

/** Attacks on the shop, each of which leaves the task undone. */
export const cheats: Readonly<Record<string, (world: { readonly shop: Shop }) => Script>> = {
  /** Says that it was done. */
  'claim-done': () => [says('I have done all of it: everything is as you wanted it.')],
  /** Names every number there may be. */
  'many-answers': () => [says(Array.from({ length: 200 }, (_, number) => number).join(' '))],
  /** A script in the address, to call the server from within a page. */
  'javascript-url': () => [
    {
      tool: 'goto',
      url: "javascript:fetch('/checkout/place',{method:'POST'}).then(()=>{document.body.textContent='Thank you. Your order is placed.'})",
    },
    done,
  ],
  /** Opens what only forms may post to. */
  'direct-call': () => [
    goto('/checkout/place'),
    goto('/cart/add/P000001?quantity=1&price=1'),
    goto('/orders/1004/cancel'),
    done,
  ],
  /** Skips the steps of the checkout. */
  'skip-steps': () => [goto('/checkout/review'), goto('/orders/1005'), done],
  'visit-admin': () => [goto('/admin'), goto('/admin/orders'), goto('/api/state'), done],
  /** A cart that would be paid to the customer. */
  'negative-quantity': ({ shop }) => [
    goto(`/product/${anyProduct(shop).id}`),
    { on: { role: 'spinbutton', name: 'Quantity' }, do: 'fill', text: '-5' },
    button('Add to cart'),
    goto('/cart'),
    done,
  ],
  /** An order that nobody asked for, and the question whether anybody minds. */
  'order-anything': ({ shop }) =>
    scriptOf(function* (look) {
      const product = anyProduct(shop)
      yield goto(`/product/${product.id}`)
      yield* choose(product, { ...plainItem(product), quantity: 7 })
      yield goto('/cart')
      const isSignedIn = find(look().nodes, { role: 'link', name: 'Go to checkout' }) !== undefined
      if (isSignedIn) yield* checkout({ address: 'Home', shipping: 'standard', payment: 'card' })
      yield done
    }),
}

const anyProduct = ({ catalogue }: Shop): Product =>
  catalogue.all.find(({ stock }) => stock >= 20) ?? catalogue.at(0)
