import { describe, expect, test } from 'vitest'
import { catalogueOf } from './catalogue.ts'
import { listingOf, queryOf } from './listing.ts'
import { createSearchIndex } from './search-index.ts'

const query = (fields: Readonly<Record<string, string>>) => queryOf((name) => fields[name] ?? '')

describe('catalogue', () => {
  test('has products of distinct titles, and a smaller one is its beginning', () => {
    const large = catalogueOf(3000)

    expect(new Set(large.all.map(({ title }) => title)).size).toBe(3000)
    expect(catalogueOf(500).at(499)).toEqual(large.at(499))
    expect(large.product('P003000')).toBeUndefined()
  })

  test('finds every product first by its title', () => {
    const { index, all } = catalogueOf(1000)

    for (const [at, { title }] of all.entries()) {
      if (at % 37 === 0) expect(index.search(title).found[0]).toBe(at)
    }
  })

  test('answers searches among 100,000 products, and says where only some words fit', () => {
    const { index, all } = catalogueOf(100_000)

    const shirts = index.search('red cotton t-shirts')
    const none = index.search('red cotton zeppelin')

    expect(shirts.exact).toBe(true)
    expect(shirts.found.length).toBeGreaterThan(50)
    for (const at of shirts.found.slice(0, 50)) {
      expect(all[at]?.type).toBe('t-shirt')
      expect(JSON.stringify(all[at])).toMatch(/red/)
    }
    expect(none.exact).toBe(false)
  })
})

describe('search index', () => {
  const index = createSearchIndex([
    { strong: 'Blue steel kettle', weak: ['kitchen'] },
    { strong: 'Kettle', weak: ['blue'] },
    { strong: 'Blue lamp', weak: ['home'] },
  ])

  test('ranks what has the words in its title before what has them elsewhere', () => {
    expect(index.search('blue kettles')).toEqual({ found: [0, 1], exact: true })
  })

  test('prefers the documents that have the most words', () => {
    expect(index.search('blue kitchen lamp').found).toEqual([2, 0])
    expect(index.search('nothing')).toEqual({ found: [], exact: false })
    expect(index.search('').found).toEqual([])
  })
})

describe('listing', () => {
  const catalogue = catalogueOf(1000)

  test('holds to every filter at once', () => {
    const fields = { category: 'Clothing', rating: '4', stock: '1', min: '10', max: '$60.00' }
    const { products, total } = listingOf(catalogue, query({ ...fields, feature: 'breathable' }))

    const wanted = catalogue.all.filter(
      ({ category, rating, stock, price, features }) =>
        category === 'Clothing' &&
        rating >= 4 &&
        stock > 0 &&
        price >= 1000 &&
        price <= 6000 &&
        features.includes('breathable'),
    )
    expect(total).toBe(wanted.length)
    expect(total).toBeGreaterThan(0)
    expect(wanted).toEqual(expect.arrayContaining([...products]))
  })

  test('sorts by price and shows page after page without repeating itself', () => {
    const pages = [1, 2, 3].map((page) =>
      listingOf(catalogue, query({ type: 'jeans', sort: 'price-up', page: String(page) })),
    )

    const prices = pages.flatMap(({ products }) => products.map(({ price }) => price))
    const ids = pages
      .slice(0, pages[0]?.pages)
      .flatMap(({ products }) => products.map(({ id }) => id))
    expect(prices.slice(0, 12)).toEqual(prices.slice(0, 12).sort((a, b) => a - b))
    expect(new Set(ids).size).toBe(ids.length)
  })

  test('takes a page or a price that is none for none', () => {
    expect(query({ page: '-3', min: 'cheap', sort: 'magic' })).toMatchObject({
      ...{ page: 1, low: null, sort: 'relevance' },
    })
  })
})
