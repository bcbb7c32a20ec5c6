import { check, fill, link, press, select } from '../../../steps.ts'
import { attributeReward, type Wish } from '../attribute-reward.ts'
import type { Product } from '../catalogue/catalogue.ts'
import { drawOptions, plainItem } from '../customer.ts'
import { dollars } from '../money.ts'
import { unitPriceOf } from '../state.ts'
import { buy, checkout, search, toCart } from './gold.ts'
import {
  drawTerms,
  linesOf,
  newOrders,
  ORDERING,
  orderVerdict,
  termsSubgoals,
  termsText,
} from './order-check.ts'
import type { Moment, Posed, Template } from './template.ts'

const optionWords = (options: Readonly<Record<string, string>>) =>
  Object.entries(options)
    .map(([name, value]) => `${name.toLowerCase()} ${value}`)
    .join(' and ')

/** One of several products fits: judged by the reward of attributes. */
const buyByAttributes: Template = ({ rng, catalogue, product: drawn }) => {
  const target = drawn()
  const options = drawOptions(rng, target)
  const attributes = [target.material, ...target.features.slice(0, 1 + rng.int(2))]
  const price = unitPriceOf(target, options)
  const most = Math.ceil((price + 1) / 500) * 500
  const wish: Wish = { type: target.type, category: target.category, attributes, options, most }
  const terms = drawTerms(rng)
  const [material, ...features] = attributes
  const goal = `${rng.pick(['I need', 'I am looking for', 'Find and buy me'])} a ${material} ${target.type} that is ${features.join(' and ')}, in ${optionWords(options)}, for at most ${dollars(most)}. Buy just one. ${termsText(terms)}`
  return {
    goal,
    changes: ORDERING,
    judge(moment) {
      const lines = linesOf(moment)
      const scores = lines.map((line) => {
        const product = catalogue.product(line.product) as Product
        const unitPrice = unitPriceOf(product, line.options)
        return attributeReward(wish, { product, options: line.options, unitPrice })
      })
      const units = lines.reduce((sum, { quantity }) => sum + quantity, 0)
      const orders = newOrders(moment)
      const best = Math.max(0, ...scores)
      return {
        subgoals: {
          rightItem: best === 1,
          onlyOne: units === 1,
          ...termsSubgoals(moment, terms),
          rightCoupon: (orders?.[0]?.coupon ?? null) === null,
        },
        // More than was asked for is paid by its share.
        score: orders?.length === 1 && units > 0 ? best / units : 0,
        ended: orders === null || orders.length > 0,
      }
    },
    *gold(look) {
      yield* buy(look, target, { product: target.id, options, quantity: 1 })
      yield toCart
      yield* checkout(terms)
    },
  }
}

const buyNamed: Template = ({ rng, product }) => {
  const target = product()
  const item = { product: target.id, options: drawOptions(rng, target), quantity: 1 + rng.int(3) }
  const terms = drawTerms(rng, rng.pick(['Home', 'Work']))
  return {
    goal: `Order ${item.quantity} of "${target.title}" in ${optionWords(item.options)}. ${termsText(terms)}`,
    changes: ORDERING,
    judge: (moment) => orderVerdict(moment, [item], terms),
    *gold(look) {
      yield* buy(look, target, item)
      yield toCart
      yield* checkout(terms)
    },
  }
}

const buySeveral: Template = ({ rng, product }) => {
  const [first, second] = [product(), product()]
  const third = product(({ id }) => id !== first.id && id !== second.id)
  const chosen = [...new Set([first, second, third])]
  const items = chosen.map((one) => ({
    ...{ product: one.id, options: drawOptions(rng, one), quantity: 1 },
  }))
  const terms = drawTerms(rng)
  const list = chosen.map((one, at) => `"${one.title}" (${optionWords(items[at]?.options ?? {})})`)
  return {
    goal: `Put these into one order: ${list.join(', ')}. ${termsText(terms)}`,
    changes: ORDERING,
    judge: (moment) => orderVerdict(moment, items, terms),
    *gold(look) {
      for (const [at, one] of chosen.entries()) yield* buy(look, one, items[at] ?? plainItem(one))
      yield toCart
      yield* checkout(terms)
    },
  }
}

/** Any product of a least price fits, with whatever options cost nothing more. */
const buyCheapest: Template = ({ rng, catalogue, product, isOurs }) => {
  const rated = rng.pick([3, 3.5])
  const group = (of: Product) =>
    catalogue.group(of).filter(({ stock, rating }) => stock > 0 && rating >= rated)
  const leastOf = (of: Product) =>
    group(of).reduce<Product | null>(
      (least, one) => (least && least.price <= one.price ? least : one),
      null,
    )
  const near = product((one) => {
    const least = leastOf(one)
    return least !== null && isOurs(least) && group(one).length > 1
  })
  const target = leastOf(near) ?? near
  const cheapest = group(target).filter(({ price }) => price === target.price)
  const terms = drawTerms(rng)
  return {
    goal: `Buy the cheapest ${target.type} by ${target.brand} that is in stock and rated ${rated} stars or more; take options that cost nothing extra. One piece. ${termsText(terms)}`,
    changes: ORDERING,
    judge(moment) {
      const [line] = linesOf(moment)
      const bought = cheapest.find(({ id }) => id === line?.product)
      // Which of the free options it is does not matter.
      const isFree = bought && line && unitPriceOf(bought, line.options) === bought.price
      const wanted = bought
        ? { ...plainItem(bought), ...(isFree ? { options: line.options } : {}) }
        : plainItem(target)
      return orderVerdict(moment, [wanted], terms)
    },
    *gold(look) {
      yield search(`${target.brand} ${target.type}`)
      const within = { role: 'form', name: 'Filters' } as const
      yield select('Sort by', ['price-up'], 'combobox', within)
      yield select('Rating', [String(rated)], 'combobox', within)
      yield select('Type', [target.type], 'combobox', within)
      yield check('checkbox', 'In stock only', within)
      yield press('Apply')
      const shown = cheapest.find(({ title }) =>
        JSON.stringify(look().nodes).includes(JSON.stringify(title)),
      )
      yield link((shown ?? target).title)
      yield press('Add to cart')
      yield toCart
      yield* checkout(terms)
    },
  }
}

const useCoupon: Template = ({ rng, product }) => {
  const target = product(({ price }) => price > 2000 && price < 18_000)
  const item = plainItem(target)
  const code = rng.pick(['SAVE10', 'SPRING15'])
  const terms = drawTerms(rng)
  return {
    goal: `I have the coupon ${code}. Use it to order one "${target.title}" in ${optionWords(item.options)}. ${termsText(terms)}`,
    changes: ORDERING,
    judge: (moment) => orderVerdict(moment, [item], terms, code),
    *gold(look) {
      yield* buy(look, target, item)
      yield toCart
      yield fill('Coupon code', code)
      yield press('Apply coupon')
      yield* checkout(terms)
    },
  }
}

const reorder: Template = ({ rng, catalogue, state }) => {
  const order = rng.pick(
    state.orders.filter(({ lines }) =>
      lines.every((line) => (catalogue.product(line.product)?.stock ?? 0) >= 2),
    ),
  )
  const terms = drawTerms(rng)
  const items = order.lines.map(({ product, options, quantity }) => ({
    product,
    options,
    quantity,
  }))
  return {
    goal: `Order the same things again that were in my order ${order.id}, as often as then. ${termsText(terms)}`,
    changes: ORDERING,
    judge: (moment: Moment) => orderVerdict(moment, items, terms),
    *gold() {
      yield link('Orders')
      yield link(`Order ${order.id}`)
      yield press('Order again')
      yield* checkout(terms)
    },
  } satisfies Posed
}

const buyFromCart: Template = ({ rng, state, product }) => {
  const first = product()
  const second = product(({ id }) => id !== first.id)
  const items = [plainItem(first), plainItem(second)]
  state.cart = [...items]
  const terms = drawTerms(rng, 'Work')
  return {
    goal: `My cart is ready, but leave out "${second.title}". Order the rest. ${termsText(terms)}`,
    changes: ORDERING,
    judge: (moment) => orderVerdict(moment, [plainItem(first)], terms),
    *gold() {
      yield toCart
      yield press(`Remove ${second.title}`)
      yield* checkout(terms)
    },
  }
}

export const buying = {
  'buy-by-attributes': buyByAttributes,
  'buy-named': buyNamed,
  'buy-several': buySeveral,
  'buy-cheapest': buyCheapest,
  'buy-with-coupon': useCoupon,
  reorder,
  'buy-from-cart': buyFromCart,
}
