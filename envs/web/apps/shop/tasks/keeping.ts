import { answer, check, fill, link, press, select } from '../../../steps.ts'
import { drawPlace } from '../customer.ts'
import { RETURN_REASONS } from '../server/order-pages.ts'
import type { Address, Order } from '../state.ts'
import { openProduct } from './gold.ts'
import { same } from './order-check.ts'
import type { Template } from './template.ts'

const share = (parts: readonly boolean[]) => parts.filter(Boolean).length / parts.length

const changeAddress: Template = ({ rng, state }) => {
  const [home] = state.addresses as [Address]
  const place = drawPlace(rng)
  const wanted = { ...home, ...place }
  return {
    goal: `I moved. Change my home address in the address book: the street is now ${place.street}, the city ${place.city}, the ZIP code ${place.zip}.`,
    changes: ['addresses'],
    judge({ before, after }) {
      const now = after.addresses.find(({ id }) => id === home.id)
      const fields = {
        street: now?.street === place.street,
        city: now?.city === place.city,
        zip: now?.zip === place.zip,
      }
      const othersKept = same(
        after.addresses.filter(({ id }) => id !== home.id),
        before.addresses.filter(({ id }) => id !== home.id),
      )
      const onlyThat = othersKept && same({ ...now, ...place }, wanted)
      return { subgoals: { ...fields, onlyThat }, fields: share(Object.values(fields)) }
    },
    *gold() {
      yield link('Account')
      yield link('Address book')
      yield link('Edit Home')
      yield fill('Street', place.street)
      yield fill('City', place.city)
      yield fill('ZIP code', place.zip)
      yield press('Save address')
      yield answer('done')
    },
  }
}

const addAddress: Template = ({ rng }) => {
  const address = {
    label: rng.pick(['Parents', 'Cabin', 'Neighbor']),
    name: rng.pick(['Ruth Winter', 'Omar Said', 'Lena Fox']),
    ...drawPlace(rng),
  }
  const { label, name, street, city, zip } = address
  return {
    goal: `Add an address labelled ${label} to my address book (recipient ${name}, ${street}, ${city}, ZIP code ${zip}) and make it the default.`,
    changes: ['addresses', 'defaultAddress'],
    judge({ before, after }) {
      const [added, ...more] = after.addresses.slice(before.addresses.length)
      const { id, ...given } = added ?? { id: '' }
      const values = Object.entries(address)
      const right = values.map(([key, value]) => (given as Record<string, string>)[key] === value)
      return {
        subgoals: {
          added: share(right) === 1 && more.length === 0,
          isDefault: added !== undefined && after.defaultAddress === id,
          othersKept: same(after.addresses.slice(0, before.addresses.length), before.addresses),
        },
        fields: share(right),
      }
    },
    *gold() {
      yield link('Account')
      yield link('Address book')
      yield link('Add an address')
      yield fill('Label', label)
      yield fill('Recipient', name)
      yield fill('Street', street)
      yield fill('City', city)
      yield fill('ZIP code', zip)
      yield press('Save address')
      yield press(`Make default ${label}`)
      yield answer('done')
    },
  }
}

const signInAndChangePhone: Template = ({ rng, state }) => {
  const { email } = state.profile
  // Begins otherwise than the number before.
  const phone = `556-0${100 + rng.int(900)}`
  return {
    goal: `Sign in as ${email} with the password ${state.password} and change my phone number to ${phone}.`,
    signedIn: false,
    changes: ['profile'],
    judge({ before, after }) {
      const { profile } = after
      const onlyThat =
        profile.phone !== before.profile.phone && profile.name === before.profile.name
      return { subgoals: { phoneRight: profile.phone === phone, onlyThat } }
    },
    *gold() {
      yield link('Sign in')
      yield fill('Email', email)
      yield fill('Password', state.password)
      yield press('Sign in')
      yield fill('Phone', phone)
      yield press('Save contact')
      yield answer('done')
    },
  }
}

const cancelOrder: Template = ({ catalogue, state }) => {
  const order = state.orders.find(({ status }) => status === 'processing') as Order
  const title = catalogue.product(order.lines[0]?.product ?? '')?.title
  return {
    goal: `Cancel my order with "${title}".`,
    changes: ['orders'],
    judge: ({ before, after }) => ({
      subgoals: {
        cancelled: same(
          after.orders,
          before.orders.map((one) => (one.id === order.id ? { ...one, status: 'cancelled' } : one)),
        ),
      },
      ended: after.orders.some(({ status }) => status === 'cancelled'),
    }),
    *gold() {
      yield link('Orders')
      yield link(`Order ${order.id}`)
      yield press('Cancel order')
    },
  }
}

const returnItem: Template = ({ rng, catalogue, state }) => {
  const order = rng.pick(state.orders.filter(({ status }) => status === 'delivered'))
  const at = rng.int(order.lines.length)
  const title = catalogue.product(order.lines[at]?.product ?? '')?.title
  const reason = rng.pick(RETURN_REASONS)
  return {
    goal: `I want to send "${title}" back, which I got with an earlier order. The reason: ${reason.toLowerCase()}.`,
    changes: ['orders'],
    judge({ before, after }) {
      const returned = (index: number, one: Order) =>
        one.lines.map((line, number) => (number === index ? { ...line, returned: reason } : line))
      const wanted = before.orders.map((one) =>
        one.id === order.id ? { ...one, lines: returned(at, one) } : one,
      )
      const line = after.orders.find(({ id }) => id === order.id)?.lines[at]
      return {
        subgoals: {
          requested: typeof line?.returned === 'string',
          reasonRight: line?.returned === reason,
          onlyThat: same(after.orders, wanted),
        },
        ended: !same(before.orders, after.orders),
      }
    },
    *gold() {
      yield link('Orders')
      yield link(`Order ${order.id}`)
      yield link(`Return ${title}`)
      yield check('radio', reason)
      yield press('Request return')
    },
  }
}

const review: Template = ({ rng, catalogue, state }) => {
  const order = rng.pick(state.orders.filter(({ status }) => status === 'delivered'))
  const product = catalogue.product(rng.pick(order.lines).product)
  if (!product) throw new Error('Cannot pose a review: its product is missing')
  const rating = 1 + rng.int(5)
  const title = rating >= 4 ? 'Glad I bought it' : rating === 3 ? 'It is fine' : 'Sent mine back'
  const text = rng.pick([
    'Arrived in two days.',
    'Used it every day so far.',
    'A gift for a friend.',
  ])
  const wanted = { product: product.id, rating, title, text }
  return {
    goal: `Write a review of "${product.title}": ${rating} ${rating === 1 ? 'star' : 'stars'}, title "${title}", text "${text}"`,
    changes: ['reviews'],
    judge({ after }) {
      const [written] = after.reviews
      const fields = {
        rating: written?.rating === rating,
        title: written?.title === title,
        text: written?.text === text,
      }
      return {
        subgoals: { ...fields, written: same(after.reviews, [wanted]) },
        fields: share(Object.values(fields)),
      }
    },
    *gold(look) {
      yield* openProduct(look, product)
      yield link('Write a review')
      yield select('Stars', [String(rating)])
      yield fill('Title', title)
      yield fill('Text', text)
      yield press('Send review')
      yield answer('done')
    },
  }
}

export const keeping = {
  'change-address': changeAddress,
  'add-address': addAddress,
  'change-phone': signInAndChangePhone,
  'cancel-order': cancelOrder,
  'return-item': returnItem,
  review,
}
