import { createRng, deriveSeed, type Rng } from '../../../../../core/index.ts'
import { BRANDS, COLORS, PRODUCT_TYPES, type ProductType, SERIES } from './product-types.ts'
import { createSearchIndex, type SearchIndex } from './search-index.ts'

export interface Product {
  readonly id: string
  readonly title: string
  readonly type: string
  readonly category: string
  readonly brand: string
  readonly material: string
  readonly features: readonly string[]
  /** Without what options add, in cents. */
  readonly price: number
  /** From 1.0 to 5.0 in tenths; the average of the reviews. */
  readonly rating: number
  readonly ratings: number
  readonly stock: number
  readonly options: readonly ProductOption[]
}

export interface ProductOption {
  readonly name: string
  readonly values: readonly { readonly value: string; readonly extra: number }[]
}

export interface Review {
  readonly author: string
  readonly rating: number
  readonly title: string
  readonly text: string
}

/** All goods of a shop, the same in every episode: nothing of it changes. */
export interface Catalogue {
  readonly size: number
  product(id: string): Product | undefined
  /** By number from 0 to `size`. */
  at(index: number): Product
  readonly all: readonly Product[]
  readonly index: SearchIndex
  /** Of one sort by one maker. */
  group(of: Pick<Product, 'type' | 'brand'>): readonly Product[]
}

/** Another number, other goods. */
const CATALOGUE_SEED = 2026
const MOST_KEPT = 3
const kept = new Map<number, Catalogue>()

/** The catalogue of that many products; a smaller one is the beginning of a larger one. Kept for the process. */
export function catalogueOf(size: number): Catalogue {
  const found = kept.get(size) ?? createCatalogue(size)
  kept.set(size, found)
  for (const known of kept.keys()) {
    if (kept.size <= MOST_KEPT) break
    if (known !== size) kept.delete(known)
  }
  return found
}

function createCatalogue(size: number): Catalogue {
  const products: (Product | undefined)[] = []
  const at = (index: number) => {
    const product = products[index] ?? createProduct(index)
    products[index] = product
    return product
  }
  let all: readonly Product[] | undefined
  let index: SearchIndex | undefined
  let groups: Map<string, Product[]> | undefined
  const catalogue: Catalogue = {
    size,
    at,
    product(id) {
      const number = /^P(\d{6})$/.exec(id)?.[1]
      return number === undefined || Number(number) >= size ? undefined : at(Number(number))
    },
    get all() {
      all ??= Array.from({ length: size }, (_, i) => at(i))
      return all
    },
    get index() {
      index ??= createSearchIndex(catalogue.all.map(searchable))
      return index
    },
    group(of) {
      groups ??= grouped(catalogue.all)
      return groups.get(groupKey(of)) ?? []
    },
  }
  return catalogue
}

const groupKey = ({ type, brand }: Pick<Product, 'type' | 'brand'>) => `${type} ${brand}`

function grouped(products: readonly Product[]): Map<string, Product[]> {
  const groups = new Map<string, Product[]>()
  for (const product of products) {
    const key = groupKey(product)
    const group = groups.get(key)
    if (group) group.push(product)
    else groups.set(key, [product])
  }
  return groups
}

function createProduct(index: number): Product {
  const rng = createRng(deriveSeed(CATALOGUE_SEED, 'product', index))
  const typeIndex = index % PRODUCT_TYPES.length
  const type = PRODUCT_TYPES[typeIndex] as ProductType
  // Every sort of goods has few makers, so that one has several of it also in a small shop.
  const brand = BRANDS[(typeIndex * 5 + rng.int(6)) % BRANDS.length] as string
  const material = rng.pick(type.materials)
  const features = rng.shuffle(type.features).slice(0, 2 + rng.int(2))
  const model = `${String.fromCharCode(65 + (index % 26))}${100 + Math.floor(index / 26)}`
  const words = [rng.pick(SERIES), features[0] ?? '', material, type.name].map(capitalised)
  return {
    id: `P${String(index).padStart(6, '0')}`,
    title: `${brand} ${words.join(' ')} ${model}`,
    ...{ type: type.name, category: type.category, brand, material, features },
    price: Math.round(rng.int(type.low, type.high) / 50) * 50 - (rng.chance(0.5) ? 1 : 5),
    rating: Math.min(50, Math.max(12, Math.round(40 + rng.normal() * 6))) / 10,
    ratings: 3 + rng.int(900),
    stock: rng.chance(0.12) ? 0 : 5 + rng.int(60),
    options: [
      { name: 'Color', values: priced(rng, rng.shuffle(COLORS).slice(0, 3 + rng.int(3)), 0.2) },
      { name: 'Size', values: priced(rng, someInOrder(rng, type.sizes), 0.4) },
    ],
  }
}

function priced(rng: Rng, values: readonly string[], chance: number): ProductOption['values'] {
  return values.map((value, at) => ({
    value,
    extra: at > 0 && rng.chance(chance) ? 100 * (1 + rng.int(5)) : 0,
  }))
}

function someInOrder(rng: Rng, values: readonly string[]): readonly string[] {
  if (values.length < 4) return values
  const first = rng.int(2)
  return values.slice(first, values.length - rng.int(2))
}

const capitalised = (text: string) =>
  text.replace(
    /(^|[ -])([a-z])/g,
    (_, before: string, letter: string) => before + letter.toUpperCase(),
  )

const searchable = ({ title, category, features, options }: Product) => ({
  strong: title,
  weak: [
    category,
    ...features,
    ...options.flatMap(({ values }) => values.map(({ value }) => value)),
  ],
})

/** What the page says about it. */
export const descriptionOf = ({ type, material, features, brand, category }: Product): string =>
  `A ${type} by ${brand}, made of ${material}. It is ${features.slice(0, -1).join(', ')} and ${features.at(-1)}. From our ${category.toLowerCase()} range.`

const PRAISE = ['Very happy with it', 'Does what it should', 'Good value', 'Would buy it again']
const BLAME = ['Not what I expected', 'Broke too early', 'Smaller than I thought', 'Only so-so']
const AUTHORS = ['Mara', 'Jonas', 'Priya', 'Tomas', 'Elif', 'Noor', 'Ben', 'Keiko']

/** Reviews of other customers. */
export function reviewsOf(product: Product): readonly Review[] {
  const rng = createRng(deriveSeed(CATALOGUE_SEED, 'reviews', product.id))
  return Array.from({ length: 3 }, () => {
    const rating = Math.min(5, Math.max(1, Math.round(product.rating + rng.normal() * 0.7)))
    const title = rng.pick(rating >= 4 ? PRAISE : BLAME)
    const text = `Bought the ${product.type} last year. ${title}, and the ${product.material} ${rating >= 4 ? 'holds up well' : 'wears quickly'}.`
    return { author: rng.pick(AUTHORS), rating, title, text }
  })
}
