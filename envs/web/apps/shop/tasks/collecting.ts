import { answer, fill, link, press } from '../../../steps.ts'
import type { Product } from '../catalogue/catalogue.ts'
import { drawOptions, plainItem } from '../customer.ts'
import { dollars } from '../money.ts'
import { type Item, unitPriceOf } from '../state.ts'
import { buy, choose, openProduct, toCart } from './gold.ts'
import { itemSubgoals, same } from './order-check.ts'
import type { Template } from './template.ts'

const words = ({ options }: Item) =>
  Object.entries(options)
    .map(([name, value]) => `${name.toLowerCase()} ${value}`)
    .join(', ')

const fillCart: Template = ({ rng, product }) => {
  const first = product()
  const second = product(({ id }) => id !== first.id)
  const pairs = [first, second].map((one) => ({
    product: one,
    item: { product: one.id, options: drawOptions(rng, one), quantity: 1 + rng.int(4) },
  }))
  const items = pairs.map(({ item }) => item)
  return {
    goal: `Put into my cart, without ordering yet: ${pairs.map(({ product: one, item }) => `${item.quantity} of "${one.title}" (${words(item)})`).join(' and ')}.`,
    changes: ['cart'],
    judge: ({ after }) => ({ subgoals: itemSubgoals(after.cart, items) }),
    *gold(look) {
      for (const { product: one, item } of pairs) yield* buy(look, one, item)
      yield answer('done')
    },
  }
}

/** The most pieces that a budget allows, beside another product that stays. */
const cartUnderBudget: Template = ({ rng, state, product }) => {
  const first = product(({ price }) => price < 10_000)
  const second = product(({ id, stock }) => id !== first.id && stock >= 9)
  const kept = { ...plainItem(first), quantity: 1 + rng.int(2) }
  const most = 2 + rng.int(4)
  const filled = { ...plainItem(second), quantity: most + 1 + rng.int(3) }
  state.cart = [kept, filled]
  const budget =
    first.price * kept.quantity + second.price * most + rng.int(Math.max(1, second.price - 1))
  return {
    goal: `I can spend ${dollars(budget)} without shipping. Lower the quantity of "${second.title}" in my cart just as far as needed, and leave everything else in it.`,
    changes: ['cart'],
    judge: ({ after }) => ({
      subgoals: itemSubgoals(after.cart, [kept, { ...filled, quantity: most }]),
    }),
    *gold() {
      yield toCart
      yield fill(`Quantity of ${second.title}`, String(most), 'spinbutton')
      yield press(`Update ${second.title}`)
      yield answer('done')
    },
  }
}

const removeFromCart: Template = ({ rng, state, product }) => {
  const first = product()
  const chosen = [first, product(), product()]
  const titles = new Set<string>()
  const different = chosen.filter(({ id }) => !titles.has(id) && titles.add(id))
  const items = different.map((one) => ({ ...plainItem(one), quantity: 1 + rng.int(3) }))
  state.cart = [...items]
  return {
    goal: `I changed my mind about "${first.title}". Take it out of my cart and keep the rest.`,
    changes: ['cart'],
    judge: ({ after }) => ({
      subgoals: { removed: same(after.cart, items.slice(1)) },
    }),
    *gold() {
      yield toCart
      yield press(`Remove ${first.title}`)
      yield answer('done')
    },
  }
}

const cheaperOfTwo: Template = ({ product }) => {
  const first = product()
  const second = product(
    ({ id, type, price }) => id !== first.id && type === first.type && price !== first.price,
  )
  const [cheap] = [first, second].sort((a, b) => a.price - b.price) as [Product]
  return {
    goal: `Compare "${first.title}" with "${second.title}" and put one of the cheaper one into my cart, with options that cost nothing extra.`,
    changes: ['cart'],
    judge({ after }) {
      const [line] = after.cart
      const isFree = line?.product === cheap.id && unitPriceOf(cheap, line.options) === cheap.price
      const wanted = isFree ? { ...line, quantity: 1 } : plainItem(cheap)
      return { subgoals: itemSubgoals(after.cart, [wanted]) }
    },
    *gold(look) {
      yield* openProduct(look, first)
      yield* openProduct(look, second)
      yield* openProduct(look, cheap)
      yield* choose(cheap, plainItem(cheap))
      yield answer('done')
    },
  }
}

const wish: Template = ({ product }) => {
  const target = product()
  return {
    goal: `Remember "${target.title}" for me: put it on my wishlist.`,
    changes: ['wishlist'],
    judge: ({ before, after }) => ({
      subgoals: { wished: same(after.wishlist, [...before.wishlist, target.id]) },
    }),
    *gold(look) {
      yield* openProduct(look, target)
      yield press('Add to wishlist')
      yield answer('done')
    },
  }
}

const wishTopRated: Template = ({ catalogue, product }) => {
  const least = (one: Product, rating: number) =>
    catalogue.group(one).filter((other) => other.rating >= rating)
  // The drawn one's rating is the bound: few reach it, and not all.
  const target = product((one) => {
    const reached = least(one, one.rating).length
    return reached <= 3 && reached < catalogue.group(one).length
  })
  const wanted = least(target, target.rating)
  return {
    goal: `Put every ${target.type} by ${target.brand} that is rated ${target.rating.toFixed(1)} stars or more on my wishlist, and nothing else.`,
    changes: ['wishlist'],
    judge({ after }) {
      const ids = wanted.map(({ id }) => id)
      return {
        subgoals: {
          ...Object.fromEntries(
            ids.map((id, at) => [`wished${at + 1}`, after.wishlist.includes(id)]),
          ),
          onlyThese: after.wishlist.length > 0 && after.wishlist.every((id) => ids.includes(id)),
        },
      }
    },
    *gold(look) {
      for (const one of wanted) {
        yield* openProduct(look, one)
        yield press('Add to wishlist')
      }
      yield answer('done')
    },
  }
}

const wishToCart: Template = ({ state, product }) => {
  const first = product()
  const second = product(({ id }) => id !== first.id)
  state.wishlist = [first.id, second.id]
  const item = plainItem(first)
  return {
    goal: `Take "${first.title}" off my wishlist and put one of it into my cart instead (${words(item)}).`,
    changes: ['cart', 'wishlist'],
    judge: ({ after }) => ({
      subgoals: {
        ...itemSubgoals(after.cart, [item]),
        offWishlist: same(after.wishlist, [second.id]),
      },
    }),
    *gold() {
      yield link('Wishlist')
      yield link(first.title)
      yield* choose(first, item)
      yield press('Remove from wishlist')
      yield answer('done')
    },
  }
}

export const collecting = {
  'fill-cart': fillCart,
  'cart-under-budget': cartUnderBudget,
  'remove-from-cart': removeFromCart,
  'cheaper-of-two': cheaperOfTwo,
  wish,
  'wish-top-rated': wishTopRated,
  'wish-to-cart': wishToCart,
}
