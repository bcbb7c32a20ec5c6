import { textField } from '../../shell/app-server.ts'
import { type Html, html, postForm } from '../../shell/page.ts'
import { dollars } from '../money.ts'
import { MOST_OF_ONE, type Order, sameItem } from '../state.ts'
import { orderFacts, orderLines } from './checkout-pages.ts'
import { optionsText, type Shop, type ShopContext } from './shop-server.ts'

export const RETURN_REASONS = [
  ...['Damaged', 'Wrong size', 'Not as described', 'No longer needed'],
] as const

/** Past orders: to look at, cancel, order again, send back. */
export function serveOrders(shop: Shop): void {
  const { server, state, product } = shop
  const { app } = server
  const byId = (c: ShopContext) => state.orders.find(({ id }) => id === c.req.param('id'))
  const replace = (order: Order, changed: Order) => {
    state.orders = state.orders.map((other) => (other === order ? changed : other))
  }

  app.get('/orders', (c) =>
    server.page(c, {
      title: 'Your orders',
      main: html`<table><thead><tr><th>Order</th><th>Date</th><th>Status</th><th>Products</th><th>Total</th></tr></thead><tbody>${state.orders
        .toReversed()
        .map(
          ({ id, date, status, lines, total }) =>
            html`<tr><td><a href="/orders/${id}">Order ${id}</a></td><td>${date}</td><td>${status}</td><td>${lines.map((line) => product(line.product).title).join('; ')}</td><td>${dollars(total)}</td></tr>`,
        )}</tbody></table>`,
    }),
  )
  app.get('/orders/:id', (c) => {
    const order = byId(c)
    if (!order) return c.notFound()
    return server.page(c, { title: `Order ${order.id}`, main: orderPage(shop, c, order) })
  })

  app.post('/orders/:id/cancel', (c) => {
    const order = byId(c)
    if (!order) return c.notFound()
    const path = `/orders/${order.id}`
    if (order.status !== 'processing') {
      return server.redirect(c, path, { alert: 'This order cannot be cancelled any more' })
    }
    replace(order, { ...order, status: 'cancelled' })
    return server.redirect(c, path, { status: `Order ${order.id} is cancelled` })
  })

  app.post('/orders/:id/reorder', (c) => {
    const order = byId(c)
    if (!order) return c.notFound()
    const cart = [...state.cart]
    for (const { product: id, options, quantity } of order.lines) {
      const at = cart.findIndex((item) => sameItem(item, { product: id, options }))
      const held = cart[at]?.quantity ?? 0
      const most = Math.min(product(id).stock, MOST_OF_ONE)
      const item = { product: id, options, quantity: Math.min(held + quantity, most) }
      if (at < 0) cart.push(item)
      else cart[at] = item
    }
    state.cart = cart
    return server.redirect(c, '/cart', { status: 'The products are in your cart' })
  })

  const lineOf = (c: ShopContext) => {
    const order = byId(c)
    const at = Number(c.req.param('line')) - 1
    const line = order?.lines[at]
    const isOpen = order?.status === 'delivered' && line?.returned === null
    return order && line && isOpen ? { order, at, line } : null
  }
  app.get('/orders/:id/return/:line', (c) => {
    const found = lineOf(c)
    if (!found) return c.notFound()
    const { order, at, line } = found
    return server.page(c, {
      title: `Return ${product(line.product).title}`,
      main: postForm(
        c.var.session,
        { action: `/orders/${order.id}/return/${at + 1}`, label: 'Return' },
        html`<p>${optionsText(line.options)}</p><fieldset><legend>Reason</legend>${RETURN_REASONS.map(
          (reason) =>
            html`<label><input type="radio" name="reason" value="${reason}"> ${reason}</label>`,
        )}</fieldset><button>Request return</button>`,
      ),
    })
  })
  app.post('/orders/:id/return/:line', (c) => {
    const found = lineOf(c)
    if (!found) return c.notFound()
    const { order, at, line } = found
    const reason = textField(c.var.fields, 'reason')
    if (!RETURN_REASONS.some((known) => known === reason)) {
      return server.redirect(c, c.req.path, { alert: 'Choose a reason' })
    }
    const lines = order.lines.map((other, index) =>
      index === at ? { ...line, returned: reason } : other,
    )
    replace(order, { ...order, lines })
    return server.redirect(c, `/orders/${order.id}`, { status: 'Return requested' })
  })
}

function orderPage({ product }: Shop, c: ShopContext, order: Order): Html {
  const { session } = c.var
  const { id, date, status, lines } = order
  const button = (what: string, text: string) =>
    postForm(
      session,
      { action: `/orders/${id}/${what}`, className: 'inline' },
      html`<button>${text}</button>`,
    )
  return html`<p>Ordered on ${date}. Status: ${status}.</p>
${orderLines(order, (one) => product(one).title)}
${orderFacts(order)}
${status === 'processing' ? button('cancel', 'Cancel order') : ''}
${button('reorder', 'Order again')}
${
  status === 'delivered'
    ? html`<ul>${lines.map((line, at) =>
        line.returned === null
          ? html`<li><a href="/orders/${id}/return/${at + 1}">Return ${product(line.product).title}</a></li>`
          : '',
      )}</ul>`
    : ''
}`
}
