import { centsOf } from '../money.ts'
import type { Catalogue, Product } from './catalogue.ts'

/** What a visitor looks for: the query of a listing's address. */
export interface ListingQuery {
  readonly text: string
  readonly category: string
  readonly type: string
  readonly brand: string
  readonly material: string
  readonly feature: string
  readonly color: string
  readonly size: string
  /** In cents; null: no bound. */
  readonly low: number | null
  readonly high: number | null
  readonly rating: number
  readonly inStock: boolean
  readonly sort: Sort
  readonly page: number
}

export const SORTS = {
  relevance: 'Best match',
  'price-up': 'Price: low to high',
  'price-down': 'Price: high to low',
  rating: 'Customer rating',
} as const
export type Sort = keyof typeof SORTS

export const PER_PAGE = 12

export interface Listing {
  /** Of this page. */
  readonly products: readonly Product[]
  readonly total: number
  readonly pages: number
  readonly page: number
  /** False: no product has all words, these have the most. */
  readonly exact: boolean
  /** What the filters can be set to: values of all products before the filters of attributes. */
  readonly facets: Readonly<Record<Facet, readonly string[]>>
}
export const FACETS = ['type', 'brand', 'material', 'feature', 'color', 'size'] as const
export type Facet = (typeof FACETS)[number]

/** @param get a field of the address; '' where it is missing. */
export function queryOf(get: (name: string) => string): ListingQuery {
  const sort = get('sort')
  return {
    text: get('q').slice(0, 400),
    category: get('category'),
    ...{ type: get('type'), brand: get('brand'), material: get('material') },
    ...{ feature: get('feature'), color: get('color'), size: get('size') },
    ...{ low: centsOf(get('min')), high: centsOf(get('max')) },
    rating: Number(get('rating')) || 0,
    inStock: get('stock') !== '',
    sort: sort in SORTS ? (sort as Sort) : 'relevance',
    page: Math.max(1, Math.floor(Number(get('page')) || 1)),
  }
}

export const valuesOf = (product: Product, facet: Facet): readonly string[] => {
  if (facet === 'feature') return product.features
  if (facet === 'color' || facet === 'size') {
    const name = facet === 'color' ? 'Color' : 'Size'
    return (
      product.options.find((option) => option.name === name)?.values.map(({ value }) => value) ?? []
    )
  }
  return [product[facet]]
}

export function listingOf(catalogue: Catalogue, query: ListingQuery): Listing {
  const text = query.text.trim()
  const searched = text === '' ? null : catalogue.index.search(text)
  const base = (searched?.found.map((id) => catalogue.at(id)) ?? catalogue.all).filter(
    ({ category }) => query.category === '' || category === query.category,
  )
  const chosen = base.filter((product) => fits(product, query))
  const sorted = query.sort === 'relevance' ? chosen : [...chosen].sort(ORDERS[query.sort])
  const pages = Math.max(1, Math.ceil(sorted.length / PER_PAGE))
  const page = Math.min(query.page, pages)
  return {
    products: sorted.slice((page - 1) * PER_PAGE, page * PER_PAGE),
    ...{ total: sorted.length, pages, page, exact: searched?.exact ?? true },
    facets: Object.fromEntries(FACETS.map((facet) => [facet, facetOf(base, facet)])) as Record<
      Facet,
      string[]
    >,
  }
}

function facetOf(products: readonly Product[], facet: Facet): string[] {
  const values = new Set<string>()
  for (const product of products) for (const value of valuesOf(product, facet)) values.add(value)
  return [...values].sort()
}

const fits = (product: Product, query: ListingQuery) =>
  (query.low === null || product.price >= query.low) &&
  (query.high === null || product.price <= query.high) &&
  product.rating >= query.rating &&
  (!query.inStock || product.stock > 0) &&
  FACETS.every((facet) => query[facet] === '' || valuesOf(product, facet).includes(query[facet]))

const ORDERS: Record<Exclude<Sort, 'relevance'>, (a: Product, b: Product) => number> = {
  'price-up': (a, b) => a.price - b.price,
  'price-down': (a, b) => b.price - a.price,
  rating: (a, b) => b.rating - a.rating || b.ratings - a.ratings,
}
