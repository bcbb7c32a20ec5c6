import { textField } from '../../shell/app-server.ts'
import { type Html, html, postForm } from '../../shell/page.ts'
import { dollars } from '../money.ts'
import { type Order, PAYMENT, SHIPPING, type ShopState, totalsOf, unitPriceOf } from '../state.ts'
import { optionsText, type Shop, type ShopContext, type Visit } from './shop-server.ts'

/** The steps from cart to order: address, shipping, payment, review. */
export function serveCheckout(shop: Shop): void {
  const { server, state } = shop
  const { app } = server
  app.use('/checkout/*', async (c, next) =>
    // What only forms post to is refused as such.
    state.cart.length === 0 && !(c.req.method === 'GET' && c.req.path === '/checkout/place')
      ? server.redirect(c, '/cart', { alert: 'Your cart is empty' })
      : next(),
  )

  for (const step of STEPS) {
    const path = `/checkout/${step.name}`
    app.get(path, (c) =>
      server.page(c, {
        title: step.title,
        main: postForm(
          c.var.session,
          { action: path, label: step.title },
          html`${step
            .choices(state)
            .map(
              ([value, label]) =>
                html`<label><input type="radio" name="choice" value="${value}"${isChosen(c.var.session.data[step.name], value, step.preset(state)) ? ' checked' : ''}> ${label}</label>`,
            )}<button>Continue</button>`,
        ),
      }),
    )
    app.post(path, (c) => {
      const choice = textField(c.var.fields, 'choice')
      if (!step.choices(state).some(([value]) => value === choice)) {
        return server.redirect(c, path, { alert: `Choose ${step.asked}` })
      }
      step.choose(c.var.session.data, choice)
      return server.redirect(c, step.next)
    })
  }

  app.get('/checkout/review', (c) => {
    const draft = draftOf(shop, c)
    if (!draft) return server.redirect(c, '/checkout/address')
    return server.page(c, { title: 'Review your order', main: review(shop, c, draft) })
  })
  app.post('/checkout/place', (c) => {
    const draft = draftOf(shop, c)
    if (!draft) return server.redirect(c, '/checkout/address')
    state.orders = [...state.orders, draft]
    state.cart = []
    state.coupon = null
    c.var.session.data = { address: null, shipping: null, payment: null }
    return server.redirect(c, `/orders/${draft.id}`, {
      status: `Thank you. Your order ${draft.id} is placed.`,
    })
  })
}

interface Step {
  readonly name: keyof Visit
  readonly title: string
  readonly asked: string
  readonly next: string
  choices(state: ShopState): readonly (readonly [value: string, label: string])[]
  /** What is chosen before the visitor chooses; null: nothing. */
  preset(state: ShopState): string | null
  choose(visit: Visit, value: string): void
}

const STEPS: readonly Step[] = [
  {
    ...{ name: 'address', title: 'Delivery address', asked: 'an address' },
    next: '/checkout/shipping',
    choices: ({ addresses }) =>
      addresses.map(({ id, label, street, city, zip }) => [
        id,
        `${label}: ${street}, ${city} ${zip}`,
      ]),
    preset: ({ defaultAddress }) => defaultAddress,
    choose(visit, value) {
      visit.address = value
    },
  },
  {
    ...{ name: 'shipping', title: 'Shipping method', asked: 'a shipping method' },
    next: '/checkout/payment',
    choices: () =>
      Object.entries(SHIPPING).map(([name, { label, price }]) => [
        name,
        `${label}: ${dollars(price)}`,
      ]),
    preset: () => null,
    choose(visit, value) {
      visit.shipping = value as Visit['shipping']
    },
  },
  {
    ...{ name: 'payment', title: 'Payment', asked: 'a way to pay' },
    next: '/checkout/review',
    choices: () => Object.entries(PAYMENT),
    preset: () => null,
    choose(visit, value) {
      visit.payment = value as Visit['payment']
    },
  },
]

const isChosen = (chosen: string | null, value: string, preset: string | null) =>
  (chosen ?? preset) === value

/** The order as it would be placed; null while a step is missing. Prices are the catalogue's, whatever was sent. */
function draftOf({ state, product }: Shop, c: ShopContext): Order | null {
  const { address: id, shipping, payment } = c.var.session.data
  const found = state.addresses.find((address) => address.id === id)
  if (!found || shipping === null || payment === null) return null
  const { id: _, ...address } = found
  const { discount, total } = totalsOf(state.cart, state.coupon, product)
  return {
    id: String(1001 + state.orders.length),
    ...{ date: '2026-03-02', status: 'processing', address, shipping, payment },
    lines: state.cart.map((item) => ({
      ...item,
      unitPrice: unitPriceOf(product(item.product), item.options),
      returned: null,
    })),
    ...{ coupon: state.coupon, discount, total: total + SHIPPING[shipping].price },
  }
}

const review = ({ product }: Shop, c: ShopContext, order: Order): Html => html`
${orderLines(order, (id) => product(id).title)}
${orderFacts(order)}
${postForm(c.var.session, { action: '/checkout/place' }, html`<button>Place order</button>`)}`

export const orderLines = ({ lines }: Order, titleOf: (id: string) => string): Html =>
  html`<table><thead><tr><th>Product</th><th>Quantity</th><th>Price</th></tr></thead><tbody>${lines.map(
    ({ product, options, quantity, unitPrice, returned }) =>
      html`<tr><td><a href="/product/${product}">${titleOf(product)}</a><br>${optionsText(options)}${returned === null ? '' : html`<br>Return requested: ${returned}`}</td><td>${quantity}</td><td>${dollars(unitPrice)}</td></tr>`,
  )}</tbody></table>`

export const orderFacts = ({ address, shipping, payment, discount, total }: Order): Html =>
  html`<ul><li>Deliver to: ${address.name}, ${address.street}, ${address.city} ${address.zip}</li>
<li>Shipping: ${SHIPPING[shipping].label}, ${dollars(SHIPPING[shipping].price)}</li>
<li>Payment: ${PAYMENT[payment]}</li>
${discount > 0 ? html`<li>Discount: ${dollars(-discount)}</li>` : ''}
<li>Total: <strong>${dollars(total)}</strong></li></ul>`
