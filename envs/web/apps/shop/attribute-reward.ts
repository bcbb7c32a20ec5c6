import type { Product } from './catalogue/catalogue.ts'

/** What an instruction asks for. */
export interface Wish {
  readonly type: string
  readonly category: string
  readonly attributes: readonly string[]
  /** By name of the option. */
  readonly options: Readonly<Record<string, string>>
  /** The most that one may cost, in cents. */
  readonly most: number
}

/** What was bought. */
export interface Bought {
  readonly product: Product
  readonly options: Readonly<Record<string, string>>
  /** Of one, in cents. */
  readonly unitPrice: number
}

/**
 * The reward of WebShop (Yao et al., arXiv:2207.01206, section 3): the match of the type times the share of wanted
 * attributes, options and the price bound that hold. Types are known here, so they stand for the original's match
 * of titles, queries and categories: the same type 1, the same category 0.5, a word in common 0.1, else 0.
 */
export function attributeReward(wish: Wish, { product, options, unitPrice }: Bought): number {
  const attributes = [product.material, ...product.features]
  const held = wish.attributes.filter((attribute) => attributes.includes(attribute)).length
  const wanted = Object.entries(wish.options)
  const chosen = wanted.filter(([name, value]) => options[name] === value).length
  const isCheap = unitPrice <= wish.most ? 1 : 0
  const share = (held + chosen + isCheap) / (wish.attributes.length + wanted.length + 1)
  return typeMatch(wish, product) * share
}

function typeMatch(wish: Wish, { type, category }: Product): number {
  if (type === wish.type) return 1
  if (category === wish.category) return 0.5
  const words = wish.type.split(' ')
  return type.split(' ').some((word) => words.includes(word)) ? 0.1 : 0
}
