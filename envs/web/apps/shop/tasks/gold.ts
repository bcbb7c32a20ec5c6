import type { View } from '../../../observe/view.ts'
import { find } from '../../../script.ts'
import { at, check, fill, link, press, select } from '../../../steps.ts'
import type { Script, ScriptStep } from '../../../world.ts'
import type { Product } from '../catalogue/catalogue.ts'
import { type Item, PAYMENT, SHIPPING } from '../state.ts'
import type { Terms } from './order-check.ts'

export type Look = () => View
export type Steps = Generator<ScriptStep, void>

/** Steps that look at the page before each, as a script. */
export function scriptOf(steps: (look: Look) => Steps): Script {
  let view: View | undefined
  const running = steps(() => view as View)
  return (seen) => {
    view = seen.view
    const next = running.next()
    return next.done ? null : next.value
  }
}

const startingWith = (text: string) =>
  new RegExp(`^${text.replace(/[.*+?^$()|[\]{}\\]/g, '\\$&')}( |:|$)`)

export const search = (text: string): ScriptStep => ({
  ...{ on: { role: 'searchbox', name: 'Search products' }, do: 'type', text, submit: true },
})

/** Searches, goes through the pages of results until the product is there, and opens it. */
export function* openProduct(look: Look, { title }: Product): Steps {
  yield search(title)
  const isShown = (name: string) => find(look().nodes, at('link', name)) !== undefined
  while (!isShown(title) && isShown('Next page')) yield link('Next page')
  yield link(title)
}

/** From its page into the cart. */
export function* choose(product: Product, { options, quantity }: Item): Steps {
  for (const { name, values } of product.options) {
    const value = options[name] ?? ''
    if (values[0]?.value === value) continue
    if (name === 'Size') yield select(name, [value])
    else yield check('radio', startingWith(value))
  }
  if (quantity !== 1) yield fill('Quantity', String(quantity), 'spinbutton')
  yield press('Add to cart')
}

export function* buy(look: Look, product: Product, item: Item): Steps {
  yield* openProduct(look, product)
  yield* choose(product, item)
}

export const toCart = link(/^Cart \(/)

/** From the cart to the order. */
export function* checkout({ address, shipping, payment }: Terms): Steps {
  yield link('Go to checkout')
  yield check('radio', startingWith(address))
  yield press('Continue')
  yield check('radio', startingWith(SHIPPING[shipping].label))
  yield press('Continue')
  yield check('radio', PAYMENT[payment])
  yield press('Continue')
  yield press('Place order')
}
