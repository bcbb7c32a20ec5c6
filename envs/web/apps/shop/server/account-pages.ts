import { say, textField } from '../../shell/app-server.ts'
import { type Html, html, postForm } from '../../shell/page.ts'
import type { Address } from '../state.ts'
import type { Shop, ShopContext } from './shop-server.ts'

/** Signing in and out, contact data and the address book. */
export function serveAccount({ server, state }: Shop): void {
  const { app } = server
  app.get('/signin', (c) =>
    server.page(c, {
      title: 'Sign in',
      main: postForm(
        c.var.session,
        { action: '/signin', label: 'Sign in' },
        html`<label>Email <input name="email"></label><label>Password <input name="password" type="password"></label><button>Sign in</button>`,
      ),
    }),
  )
  app.post('/signin', (c) => {
    const [email, password] = ['email', 'password'].map((name) => textField(c.var.fields, name))
    if (email !== state.profile.email || password !== state.password) {
      return server.redirect(c, '/signin', { alert: 'Email or password is wrong' })
    }
    c.var.session.user = email
    return server.redirect(c, '/account', { status: 'You are signed in' })
  })
  app.post('/signout', (c) => {
    c.var.session.user = null
    return server.redirect(c, '/', { status: 'You are signed out' })
  })

  app.get('/account', (c) => {
    const { session } = c.var
    const { name, email, phone } = state.profile
    return server.page(c, {
      title: 'Your account',
      main: html`<p>${email}</p>
${postForm(session, { action: '/account/profile', label: 'Contact' }, html`<label>Name <input name="name" value="${name}"></label><label>Phone <input name="phone" value="${phone}"></label><button>Save contact</button>`)}
<p><a href="/account/addresses">Address book</a></p>
${postForm(session, { action: '/signout', className: 'inline' }, html`<button>Sign out</button>`)}`,
    })
  })
  app.post('/account/profile', (c) => {
    const [name, phone] = ['name', 'phone'].map((field) => textField(c.var.fields, field))
    if (!name) return server.redirect(c, '/account', { alert: 'Fill in a name' })
    if (!phone || !/^[\d+() -]{5,20}$/.test(phone)) {
      return server.redirect(c, '/account', { alert: 'This is no phone number' })
    }
    // The email is what one signs in with, and is no field of this form.
    state.profile = { ...state.profile, name, phone }
    return server.redirect(c, '/account', { status: 'Contact saved' })
  })

  app.get('/account/addresses', (c) =>
    server.page(c, {
      title: 'Address book',
      main: html`<ul class="plain">${state.addresses.map((address) => entry(c, address, state.defaultAddress))}</ul>
<a href="/account/addresses/new">Add an address</a>`,
    }),
  )
  const byId = (c: ShopContext) => state.addresses.find(({ id }) => id === c.req.param('id'))

  app.get('/account/addresses/new', (c) =>
    server.page(c, { title: 'New address', main: form(c, 'new', {}) }),
  )
  app.post('/account/addresses/new', (c) => {
    const { address, problem } = addressOf(c)
    if (problem !== null) return again(c, 'New address', 'new', address, problem)
    const number = 1 + Math.max(0, ...state.addresses.map(({ id }) => Number(id.slice(1))))
    state.addresses = [...state.addresses, { id: `a${number}`, ...address }]
    return server.redirect(c, '/account/addresses', { status: 'Address added' })
  })
  app.get('/account/addresses/:id', (c) => {
    const found = byId(c)
    if (!found) return c.notFound()
    return server.page(c, { title: `Address ${found.label}`, main: form(c, found.id, found) })
  })
  app.post('/account/addresses/:id', (c) => {
    const found = byId(c)
    if (!found) return c.notFound()
    const { address, problem } = addressOf(c)
    if (problem !== null) return again(c, `Address ${found.label}`, found.id, address, problem)
    const changed = { id: found.id, ...address }
    state.addresses = state.addresses.map((other) => (other === found ? changed : other))
    return server.redirect(c, '/account/addresses', { status: 'Address saved' })
  })
  app.post('/account/addresses/:id/default', (c) => {
    const found = byId(c)
    if (!found) return c.notFound()
    state.defaultAddress = found.id
    return server.redirect(c, '/account/addresses', { status: `${found.label} is the default` })
  })
  app.post('/account/addresses/:id/delete', (c) => {
    const found = byId(c)
    if (!found) return c.notFound()
    if (found.id === state.defaultAddress) {
      return server.redirect(c, '/account/addresses', {
        alert: 'The default address cannot be deleted',
      })
    }
    state.addresses = state.addresses.filter((other) => other !== found)
    return server.redirect(c, '/account/addresses', { status: 'Address deleted' })
  })

  /** The form once more, with what was filled in. */
  function again(c: ShopContext, title: string, id: string, given: Fields, problem: string) {
    say(c.var.session, 'alert', problem)
    return server.page(c, { title, main: form(c, id, given), status: 422 })
  }
}

type Fields = Omit<Address, 'id'>
const LABELS: Record<keyof Fields, string> = {
  ...{ label: 'Label', name: 'Recipient', street: 'Street', city: 'City', zip: 'ZIP code' },
}

function addressOf(c: ShopContext): { readonly address: Fields; readonly problem: string | null } {
  const field = (name: keyof Fields) => textField(c.var.fields, name).slice(0, 200)
  const address = {
    ...{ label: field('label'), name: field('name'), street: field('street') },
    ...{ city: field('city'), zip: field('zip') },
  }
  const missing = (Object.keys(LABELS) as (keyof Fields)[]).find((name) => address[name] === '')
  if (missing) return { address, problem: `Fill in: ${LABELS[missing]}` }
  if (!/^\d{5}$/.test(address.zip)) return { address, problem: 'A ZIP code has five digits' }
  return { address, problem: null }
}

const form = (c: ShopContext, id: string, given: Partial<Fields>): Html =>
  postForm(
    c.var.session,
    { action: `/account/addresses/${id}`, label: 'Address' },
    html`${Object.entries(LABELS).map(
      ([name, label]) =>
        html`<label>${label} <input name="${name}" value="${given[name as keyof Fields] ?? ''}"></label>`,
    )}<button>Save address</button>`,
  )

const entry = (c: ShopContext, address: Address, defaultAddress: string): Html => {
  const { id, label, name, street, city, zip } = address
  const { session } = c.var
  const button = (what: string, text: string) =>
    postForm(
      session,
      { action: `/account/addresses/${id}/${what}`, className: 'inline' },
      html`<button aria-label="${text} ${label}">${text}</button>`,
    )
  return html`<li>${label}: ${name}, ${street}, ${city} ${zip}${id === defaultAddress ? ' (default)' : ''}
<a href="/account/addresses/${id}" aria-label="Edit ${label}">Edit</a>
${id === defaultAddress ? '' : html`${button('default', 'Make default')}${button('delete', 'Delete')}`}</li>`
}
