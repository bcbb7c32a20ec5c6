import type { View } from '../../../observe/view.ts'
import { find } from '../../../script.ts'
import type { Script, ScriptStep, Target } from '../../../world.ts'
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

export const clicks = (role: string, name: string | RegExp): ScriptStep => ({
  on: { role, name },
  do: 'click',
})
export const link = (name: string | RegExp) => clicks('link', name)
export const button = (name: string | RegExp) => clicks('button', name)
export const fills = (name: string, text: string): ScriptStep => ({
  on: { role: 'textbox', name },
  do: 'fill',
  text,
})
export const says = (text: string): ScriptStep => ({ tool: 'answer', text })

const startingWith = (text: string) =>
  new RegExp(`^${text.replace(/[.*+?^$()|[\]{}\\]/g, '\\$&')}( |:|$)`)

/** Searches, goes through the pages of results until the product is there, and opens it. */
export function* openProduct(look: Look, { title }: Product): Steps {
  yield {
    on: { role: 'searchbox', name: 'Search products' },
    do: 'type',
    text: title,
    submit: true,
  }
  const target: Target = { role: 'link', name: title }
  const next: Target = { role: 'link', name: 'Next page' }
  while (!find(look().nodes, target) && find(look().nodes, next)) yield { on: next, do: 'click' }
  yield { on: target, do: 'click' }
}

/** From its page into the cart. */
export function* choose(product: Product, { options, quantity }: Item): Steps {
  for (const { name, values } of product.options) {
    const value = options[name] ?? ''
    if (values[0]?.value === value) continue
    if (name === 'Size') yield { on: { role: 'combobox', name }, do: 'select', options: [value] }
    else yield { on: { role: 'radio', name: startingWith(value) }, do: 'check' }
  }
  if (quantity !== 1) {
    yield { on: { role: 'spinbutton', name: 'Quantity' }, do: 'fill', text: String(quantity) }
  }
  yield button('Add to cart')
}

export function* buy(look: Look, product: Product, item: Item): Steps {
  yield* openProduct(look, product)
  yield* choose(product, item)
}

export const toCart = link(/^Cart \(/)

/** From the cart to the order. */
export function* checkout({ address, shipping, payment }: Terms): Steps {
  yield link('Go to checkout')
  yield { on: { role: 'radio', name: startingWith(address) }, do: 'check' }
  yield button('Continue')
  yield { on: { role: 'radio', name: startingWith(SHIPPING[shipping].label) }, do: 'check' }
  yield button('Continue')
  yield { on: { role: 'radio', name: PAYMENT[payment] }, do: 'check' }
  yield button('Continue')
  yield button('Place order')
}
