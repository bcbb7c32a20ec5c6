import { textField } from '../../shell/app-server.ts'
import { type Html, html, postForm } from '../../shell/page.ts'
import { dollars } from '../money.ts'
import { COUPONS, MOST_OF_ONE, totalsOf, unitPriceOf } from '../state.ts'
import { card } from './listing-pages.ts'
import { quantityOf } from './product-pages.ts'
import { optionsText, type Shop, type ShopContext } from './shop-server.ts'

/** Cart, coupon and wishlist. */
export function serveCart(shop: Shop): void {
  const { server, state, product } = shop
  const { app } = server

  app.get('/cart', (c) => server.page(c, { title: 'Your cart', main: cartPage(shop, c) }))

  app.post('/cart/quantity/:line', (c) => {
    const at = Number(c.req.param('line')) - 1
    const line = state.cart[at]
    if (!line) return server.redirect(c, '/cart', { alert: 'This line is no longer in your cart' })
    const quantity = quantityOf(textField(c.var.fields, 'quantity'))
    if (quantity === null) {
      server.integrity.note('impossible-quantity')
      return server.redirect(c, '/cart', { alert: 'The quantity must be a whole number from 1' })
    }
    const most = Math.min(product(line.product).stock, MOST_OF_ONE)
    if (quantity > most) {
      return server.redirect(c, '/cart', { alert: `You can have at most ${most} of this product` })
    }
    state.cart = state.cart.map((other) => (other === line ? { ...line, quantity } : other))
    return server.redirect(c, '/cart', { status: 'Quantity changed' })
  })

  app.post('/cart/remove/:line', (c) => {
    const at = Number(c.req.param('line')) - 1
    state.cart = state.cart.filter((_, index) => index !== at)
    return server.redirect(c, '/cart', { status: 'Removed from your cart' })
  })

  app.post('/cart/coupon', (c) => {
    const code = textField(c.var.fields, 'code').toUpperCase()
    const rule = COUPONS[code]
    if (!rule) return server.redirect(c, '/cart', { alert: `There is no coupon ${code}` })
    if (totalsOf(state.cart, null, product).goods < rule.from) {
      return server.redirect(c, '/cart', {
        alert: `${code} is for carts of at least ${dollars(rule.from)}`,
      })
    }
    state.coupon = code
    return server.redirect(c, '/cart', { status: `Coupon ${code} applied` })
  })
  app.post('/cart/coupon/remove', (c) => {
    state.coupon = null
    return server.redirect(c, '/cart', { status: 'Coupon removed' })
  })

  app.get('/wishlist', (c) => server.page(c, { title: 'Your wishlist', main: wishlist(shop, c) }))
  app.post('/wishlist/:what{add|remove}/:id', (c) => {
    const { what, id } = c.req.param()
    const others = state.wishlist.filter((other) => other !== id)
    state.wishlist = what === 'add' ? [...others, product(id).id] : others
    return server.redirect(c, what === 'add' ? `/product/${id}` : '/wishlist', {
      status: what === 'add' ? 'Added to your wishlist' : 'Removed from your wishlist',
    })
  })
}

function cartPage({ state, product }: Shop, c: ShopContext): Html {
  const { session } = c.var
  if (state.cart.length === 0) return html`<p>Your cart is empty.</p>`
  const { goods, discount, total } = totalsOf(state.cart, state.coupon, product)
  const rows = state.cart.map((line, at) => {
    const goodsOf = product(line.product)
    const price = unitPriceOf(goodsOf, line.options)
    const { title } = goodsOf
    return html`<tr><td><a href="/product/${line.product}">${title}</a><br>${optionsText(line.options)}</td>
<td>${dollars(price)}</td>
<td>${postForm(session, { action: `/cart/quantity/${at + 1}`, className: 'inline' }, html`<input type="number" name="quantity" aria-label="Quantity of ${title}" value="${line.quantity}" min="1" max="${MOST_OF_ONE}"> <button aria-label="Update ${title}">Update</button>`)}</td>
<td>${dollars(price * line.quantity)}</td>
<td>${postForm(session, { action: `/cart/remove/${at + 1}`, className: 'inline' }, html`<button aria-label="Remove ${title}">Remove</button>`)}</td></tr>`
  })
  const coupon =
    state.coupon === null
      ? postForm(
          session,
          { action: '/cart/coupon', label: 'Coupon' },
          html`<label>Coupon code <input name="code" size="12"></label><button>Apply coupon</button>`,
        )
      : postForm(
          session,
          { action: '/cart/coupon/remove', className: 'inline' },
          html`Coupon ${state.coupon} <button>Remove coupon</button>`,
        )
  return html`<table><thead><tr><th>Product</th><th>Price</th><th>Quantity</th><th>Sum</th><th>Action</th></tr></thead><tbody>${rows}</tbody></table>
<p>Goods: ${dollars(goods)}</p>
${discount > 0 ? html`<p>Discount: ${dollars(-discount)}</p>` : ''}
<p>Total without shipping: <strong>${dollars(total)}</strong></p>
${coupon}
<p><a href="/checkout/address">Go to checkout</a></p>`
}

const wishlist = ({ state, product }: Shop, c: ShopContext): Html =>
  state.wishlist.length === 0
    ? html`<p>Your wishlist is empty.</p>`
    : html`<ul class="plain">${state.wishlist.map((id) => {
        const { title } = product(id)
        return html`${card(product(id))}${postForm(c.var.session, { action: `/wishlist/remove/${id}`, className: 'inline' }, html`<button aria-label="Remove ${title}">Remove</button>`)}`
      })}</ul>`
