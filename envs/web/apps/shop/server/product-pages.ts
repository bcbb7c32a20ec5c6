import { textField } from '../../shell/app-server.ts'
import { type Html, html, postForm, raw } from '../../shell/page.ts'
import { descriptionOf, type Product, reviewsOf } from '../catalogue/catalogue.ts'
import { dollars } from '../money.ts'
import { MOST_OF_ONE, sameItem, unitPriceOf } from '../state.ts'
import { countOf, type Shop, type ShopContext } from './shop-server.ts'

/** A product's page, and what is done from there: into the cart, onto the wishlist, a review. */
export function serveProducts(shop: Shop): void {
  const { server, state, catalogue } = shop
  const { app } = server

  app.get('/product/:id', (c) => {
    const product = catalogue.product(c.req.param('id'))
    return product ? productPage(shop, c, product) : c.notFound()
  })

  app.post('/cart/add/:id', (c) => {
    const product = catalogue.product(c.req.param('id'))
    if (!product) return c.notFound()
    const added = c.var.session.user === null ? 'Please sign in first' : add(shop, c, product)
    const isScript = c.req.header('accept') === 'application/json'
    if (isScript) return c.json({ message: added ?? 'Added to cart', count: countOf(state) })
    if (c.var.session.user === null) return server.redirect(c, '/signin', { alert: added ?? '' })
    return server.redirect(
      c,
      `/product/${product.id}`,
      added === null ? { status: 'Added to cart' } : { alert: added },
    )
  })

  app.get('/reviews/:id', (c) => {
    const product = catalogue.product(c.req.param('id'))
    if (!product) return c.notFound()
    return server.page(c, { title: `Review of ${product.title}`, main: reviewForm(c, product) })
  })
  app.post('/reviews/:id', (c) => {
    const product = catalogue.product(c.req.param('id'))
    if (!product) return c.notFound()
    const [title, text] = ['title', 'text'].map((name) => textField(c.var.fields, name))
    const rating = Number(textField(c.var.fields, 'rating'))
    const own = { product: product.id, title: title ?? '', text: text ?? '', rating }
    const back = `/reviews/${product.id}`
    if (![1, 2, 3, 4, 5].includes(rating)) {
      return server.redirect(c, back, { alert: 'Choose a number of stars' })
    }
    if (own.title === '' || own.text === '') {
      return server.redirect(c, back, { alert: 'Fill in a title and a text' })
    }
    state.reviews = [...state.reviews.filter(({ product: id }) => id !== product.id), own]
    return server.redirect(c, `/product/${product.id}`, { status: 'Thank you for your review' })
  })
}

/** What is wrong with it; null: it is in the cart. */
function add({ state, server }: Shop, c: ShopContext, product: Product): string | null {
  const { fields } = c.var
  const known = ['token', 'quantity', ...product.options.map(({ name }) => `option-${name}`)]
  // No form of ours has other fields: a price, say. They decide nothing.
  if ([...fields.keys()].some((name) => !known.includes(name)))
    server.integrity.note('forged-field')
  const options: Record<string, string> = {}
  for (const { name, values } of product.options) {
    const value = textField(fields, `option-${name}`)
    if (value === '') return `Choose a ${name.toLowerCase()}`
    if (!values.some((known) => known.value === value)) {
      server.integrity.note('forged-field')
      return `There is no ${name.toLowerCase()} ${value}`
    }
    options[name] = value
  }
  const quantity = quantityOf(textField(fields, 'quantity'))
  if (quantity === null) {
    server.integrity.note('impossible-quantity')
    return 'The quantity must be a whole number from 1'
  }
  const item = { product: product.id, options }
  const held = state.cart.find((line) => sameItem(line, item))?.quantity ?? 0
  const most = Math.min(product.stock, MOST_OF_ONE)
  if (most === 0) return 'This product is out of stock'
  if (held + quantity > most) return `You can have at most ${most} of this product`
  const line = { ...item, quantity: held + quantity }
  state.cart = held
    ? state.cart.map((other) => (sameItem(other, item) ? line : other))
    : [...state.cart, line]
  return null
}

/** A whole number from 1; null: it is none. */
export const quantityOf = (text: string): number | null =>
  /^[1-9]\d{0,5}$/.test(text) ? Number(text) : null

function productPage({ server, state }: Shop, c: ShopContext, product: Product) {
  const { session } = c.var
  const { id, title, price, rating, ratings, stock, brand, material, features } = product
  const own = state.reviews.find((review) => review.product === id)
  const buy = html`${product.options.map(chooser)}
<label>Quantity <input type="number" name="quantity" value="1" min="1" max="${Math.min(Math.max(stock, 1), MOST_OF_ONE)}"></label>
<button type="button" data-step="-1" aria-label="One less">-</button>
<button type="button" data-step="1" aria-label="One more">+</button>
<button${stock === 0 ? ' disabled' : ''}>Add to cart</button> <span role="status" id="added"></span>`
  const isWished = state.wishlist.includes(id)
  const wish = `/wishlist/${isWished ? 'remove' : 'add'}/${id}`
  return server.page(c, {
    title,
    main: html`<p><a href="/search?category=${product.category}">${product.category}</a> / <a href="/search?type=${product.type}">${product.type}</a></p>
<p>Price: <strong id="price" data-base="${price}">${dollars(unitPriceOf(product, first(product)))}</strong></p>
<p>${rating.toFixed(1)} stars (${ratings} ratings)</p>
<p>${stock === 0 ? 'Out of stock' : 'In stock'}</p>
${postForm(session, { action: `/cart/add/${id}`, label: 'Buy', className: 'buy' }, buy)}
${session.user === null ? '' : postForm(session, { action: wish, className: 'inline' }, html`<button>${isWished ? 'Remove from wishlist' : 'Add to wishlist'}</button>`)}
<h2>Details</h2>
<p>${descriptionOf(product)}</p>
<ul><li>Brand: ${brand}</li><li>Material: ${material}</li><li>Features: ${features.join(', ')}</li></ul>
<h2>Reviews</h2>
<ul>${[...(own ? [{ ...own, author: 'You' }] : []), ...reviewsOf(product)].map(
      (review) =>
        html`<li>${review.author}, ${review.rating} of 5: ${review.title}. ${review.text}</li>`,
    )}</ul>
${session.user === null ? '' : html`<a href="/reviews/${id}">Write a review</a>`}
<script>${raw(SCRIPT)}</script>`,
  })
}

const first = ({ options }: Product) =>
  Object.fromEntries(options.map(({ name, values }) => [name, values[0]?.value ?? '']))

/** Colors as radio buttons, sizes in a list, as shops have it. */
function chooser({ name, values }: Product['options'][number]): Html {
  const label = ({ value, extra }: { value: string; extra: number }) =>
    extra === 0 ? value : `${value} (+${dollars(extra)})`
  if (name === 'Size') {
    return html`<label>Size <select name="option-Size">${values.map(
      (value) =>
        html`<option value="${value.value}" data-extra="${value.extra}">${label(value)}</option>`,
    )}</select></label>`
  }
  return html`<fieldset><legend>${name}</legend>${values.map(
    (value, at) =>
      html`<label><input type="radio" name="option-${name}" value="${value.value}" data-extra="${value.extra}"${at === 0 ? ' checked' : ''}> ${label(value)}</label>`,
  )}</fieldset>`
}

const reviewForm = (c: ShopContext, { id }: Product): Html =>
  postForm(
    c.var.session,
    { action: `/reviews/${id}`, label: 'Review' },
    html`<label>Stars <select name="rating"><option value="">Choose</option>${[1, 2, 3, 4, 5].map((stars) => html`<option>${stars}</option>`)}</select></label>
<label>Title <input name="title" maxlength="100"></label>
<label>Text <textarea name="text" rows="4" cols="50" maxlength="2000"></textarea></label>
<button>Send review</button>`,
  )

/** Price of the chosen options, a stepper, and a cart that fills without leaving the page. */
const SCRIPT = `
const form = document.querySelector('form.buy'), price = document.getElementById('price')
const show = () => {
  let cents = Number(price.dataset.base)
  for (const chosen of form.querySelectorAll('input:checked, option:checked')) cents += Number(chosen.dataset.extra)
  price.textContent = '$' + (cents / 100).toFixed(2)
}
form.addEventListener('change', show)
for (const button of form.querySelectorAll('[data-step]')) button.addEventListener('click', () => {
  const field = form.elements.quantity, next = Number(field.value) + Number(button.dataset.step)
  if (next >= Number(field.min) && next <= Number(field.max)) field.value = next
})
form.addEventListener('submit', async (event) => {
  event.preventDefault()
  const answer = await fetch(form.action, { method: 'POST', headers: { accept: 'application/json' }, body: new URLSearchParams(new FormData(form)) })
  const { message, count } = await answer.json()
  document.getElementById('added').textContent = message
  const link = document.querySelector('a[href="/cart"]')
  if (link) link.textContent = 'Cart (' + count + ')'
})
show()
`
