import type { Rng } from '../../../../../core/index.ts'
import { type AppContext, type AppServer, createAppServer } from '../../shell/app-server.ts'
import { type Html, html } from '../../shell/page.ts'
import type { Catalogue, Product } from '../catalogue/catalogue.ts'
import type { PaymentMethod, ShippingMethod, ShopState } from '../state.ts'
import { serveAccount } from './account-pages.ts'
import { serveCart } from './cart-pages.ts'
import { serveCheckout } from './checkout-pages.ts'
import { serveListings } from './listing-pages.ts'
import { serveOrders } from './order-pages.ts'
import { serveProducts } from './product-pages.ts'

/** What a visitor has chosen of a checkout so far. */
export interface Visit {
  address: string | null
  shipping: ShippingMethod | null
  payment: PaymentMethod | null
}
export type ShopContext = AppContext<Visit>

/** What the pages of one episode work with. */
export interface Shop {
  readonly catalogue: Catalogue
  readonly state: ShopState
  readonly server: AppServer<Visit>
  /** @throws Error where the catalogue has no such product: a state may hold no other. */
  product(id: string): Product
}

export interface ShopServerOptions {
  readonly catalogue: Catalogue
  readonly state: ShopState
  readonly rng: Rng
  readonly signedIn: boolean
}

/** A shop with its customer's data, ready to be a host of a site. */
export function createShop(options: ShopServerOptions): Shop {
  const { catalogue, state, rng, signedIn } = options
  const server = createAppServer<Visit>({
    ...{ name: 'Wares & Co', rng, startAs: signedIn ? state.profile.email : null },
    data: () => ({ address: null, shipping: null, payment: null }),
    nav: ({ user }) => [
      { label: 'Home', href: '/' },
      ...(user === null
        ? [{ label: 'Sign in', href: '/signin' }]
        : [
            { label: 'Account', href: '/account' },
            { label: 'Orders', href: '/orders' },
            { label: 'Wishlist', href: '/wishlist' },
            { label: `Cart (${countOf(state)})`, href: '/cart' },
          ]),
    ],
    header: searchForm,
    forbidden: ['/admin', '/admin/*', '/api/*'],
  })
  const shop: Shop = {
    ...{ catalogue, state, server },
    product(id) {
      const product = catalogue.product(id)
      if (!product) throw new Error(`Cannot find product ${id}`)
      return product
    },
  }
  // What belongs to the customer is shown to nobody else.
  for (const path of ['/cart', '/checkout', '/account', '/orders', '/wishlist', '/reviews']) {
    server.app.use(`${path}/*`, async (c, next) =>
      c.var.session.user === null && !c.req.path.startsWith('/cart/add/')
        ? server.redirect(c, '/signin', { alert: 'Please sign in first' })
        : next(),
    )
  }
  serveListings(shop)
  serveProducts(shop)
  serveCart(shop)
  serveCheckout(shop)
  serveAccount(shop)
  serveOrders(shop)
  return shop
}

export const countOf = ({ cart }: ShopState): number =>
  cart.reduce((sum, { quantity }) => sum + quantity, 0)

const searchForm = (): Html => html`<form action="/search" role="search">
<input type="search" name="q" aria-label="Search products" size="40">
<button>Search</button>
</form>`

/** Named choices as text: `Color: red, Size: M`. */
export const optionsText = (options: Readonly<Record<string, string>>): string =>
  Object.entries(options)
    .map(([name, value]) => `${name}: ${value}`)
    .join(', ')
