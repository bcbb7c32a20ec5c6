import { type Html, html } from '../../shell/page.ts'
import type { Product } from '../catalogue/catalogue.ts'
import {
  FACETS,
  type Facet,
  type Listing,
  type ListingQuery,
  listingOf,
  queryOf,
  SORTS,
} from '../catalogue/listing.ts'
import { CATEGORIES } from '../catalogue/product-types.ts'
import { dollars } from '../money.ts'
import type { Shop, ShopContext } from './shop-server.ts'

/** Start page, search results and categories. */
export function serveListings({ catalogue, server }: Shop): void {
  const { app } = server
  app.get('/', (c) =>
    server.page(c, {
      title: 'Welcome',
      main: html`<h2>Categories</h2>
<ul>${CATEGORIES.map((name) => html`<li><a href="/search?category=${name}">${name}</a></li>`)}</ul>
<h2>Picked for you</h2>
<ul class="plain">${[0, 1, 2, 3, 4, 5]
        .filter((index) => index < catalogue.size)
        .map((index) => card(catalogue.at(index)))}</ul>`,
    }),
  )

  app.get('/search', (c) => {
    const query = queryOf((name) => c.req.query(name) ?? '')
    const listing = listingOf(catalogue, query)
    const { total, pages, page, exact } = listing
    const title =
      query.text !== '' ? `Results for "${query.text}"` : query.category || 'All products'
    return server.page(c, {
      title,
      main: html`<div class="columns"><section aria-label="Results">
<p>${total} ${total === 1 ? 'product' : 'products'}, page ${page} of ${pages}</p>
${!exact && total > 0 ? html`<p role="note">No product has all of these words. These have most of them.</p>` : ''}
<ul class="plain">${listing.products.map(card)}</ul>
${pager(c, listing)}
</section>
<aside aria-label="Filters">${filters(query, listing)}</aside></div>`,
    })
  })
}

export const card = ({ id, title, price, rating, ratings, stock }: Product): Html =>
  html`<li><a href="/product/${id}">${title}</a><br>${dollars(price)} · ${rating.toFixed(1)} stars (${ratings})${stock === 0 ? ' · Out of stock' : ''}</li>`

const LABELS: Record<Facet, string> = {
  ...{ type: 'Type', brand: 'Brand', material: 'Material' },
  ...{ feature: 'Feature', color: 'Color', size: 'Size' },
}
/** Lists of more values are offered once a narrower search leaves fewer. */
const MOST_VALUES = 30

function filters(query: ListingQuery, { facets }: Listing): Html {
  const select = (facet: Facet) => {
    const values = facets[facet]
    const chosen = query[facet]
    if (values.length > MOST_VALUES && facet !== 'type' && chosen === '') return ''
    return html`<label>${LABELS[facet]} <select name="${facet}"><option value="">Any</option>${values.map(
      (value) => html`<option${value === chosen ? ' selected' : ''}>${value}</option>`,
    )}</select></label>`
  }
  const amount = (cents: number | null) => (cents === null ? '' : (cents / 100).toFixed(2))
  return html`<form action="/search" aria-label="Filters">
<input type="hidden" name="q" value="${query.text}"><input type="hidden" name="category" value="${query.category}">
<label>Sort by <select name="sort">${Object.entries(SORTS).map(
    ([name, label]) =>
      html`<option value="${name}"${name === query.sort ? ' selected' : ''}>${label}</option>`,
  )}</select></label>
<label>Price from <input name="min" size="7" value="${amount(query.low)}"></label>
<label>Price to <input name="max" size="7" value="${amount(query.high)}"></label>
<label>Rating <select name="rating"><option value="">Any</option>${['3', '3.5', '4', '4.5'].map(
    (value) =>
      html`<option value="${value}"${Number(value) === query.rating ? ' selected' : ''}>${value} and up</option>`,
  )}</select></label>
${FACETS.map(select)}
<label><input type="checkbox" name="stock" value="1"${query.inStock ? ' checked' : ''}> In stock only</label>
<button>Apply</button>
</form>`
}

function pager(c: ShopContext, { page, pages }: Listing): Html {
  const to = (number: number) => {
    const url = new URL(c.req.url)
    url.searchParams.set('page', String(number))
    return `${url.pathname}${url.search}`
  }
  return html`<nav aria-label="Pages">
${page > 1 ? html`<a href="${to(page - 1)}">Previous page</a>` : ''}
${page < pages ? html`<a href="${to(page + 1)}">Next page</a>` : ''}
</nav>`
}
