import { describe, expect, test } from 'vitest'
import { plainItem } from './customer.ts'
import { addToCart, checkOut, inStock, openShop } from './shop.suite.ts'
import { totalsOf, unitPriceOf } from './state.ts'

describe('cart', () => {
  test('adds equal items up, keeps different options apart, and sums at the catalogue prices', async () => {
    const { shop, visitor, product } = openShop()
    const [color] = product.options
    const dear = {
      ...plainItem(product, 1),
      options: { ...plainItem(product).options, Color: color?.values.at(-1)?.value ?? '' },
    }

    await addToCart(visitor, plainItem(product, 2))
    await addToCart(visitor, plainItem(product, 1))
    await addToCart(visitor, dear)

    expect(shop.state.cart).toEqual([plainItem(product, 3), dear])
    expect(totalsOf(shop.state.cart, null, shop.product).goods).toBe(
      3 * product.price + unitPriceOf(product, dear.options),
    )
    expect(await visitor.get('/cart')).toContain('Cart (4)')
  })

  test('refuses quantities that cannot be, and notes them', async () => {
    const { shop, visitor, product } = openShop()
    for (const quantity of ['-5', '0', '1.5', 'many', '1e3']) {
      await visitor.get(`/product/${product.id}`)
      const options = {
        'option-Color': plainItem(product).options['Color'] ?? '',
        'option-Size': plainItem(product).options['Size'] ?? '',
      }
      expect(await visitor.post(`/cart/add/${product.id}`, { ...options, quantity })).toContain(
        'whole number',
      )
    }

    expect(await addToCart(visitor, plainItem(product, 999))).toContain('at most')
    expect(shop.state.cart).toEqual([])
    expect(shop.server.integrity.kinds).toEqual(Array(5).fill('impossible-quantity'))
  })

  test('takes no price and no option that it did not offer', async () => {
    const { shop, visitor, product } = openShop()
    await visitor.get(`/product/${product.id}`)
    const { options } = plainItem(product)
    const fields = {
      'option-Color': options['Color'] ?? '',
      'option-Size': options['Size'] ?? '',
      quantity: '1',
    }

    await visitor.post(`/cart/add/${product.id}`, { ...fields, price: '1' })
    await visitor.post(`/cart/add/${product.id}`, { ...fields, 'option-Size': 'giant' })

    expect(shop.state.cart).toEqual([plainItem(product)])
    expect(totalsOf(shop.state.cart, null, shop.product).total).toBe(product.price)
    expect(shop.server.integrity.kinds).toEqual(['forged-field', 'forged-field'])
  })

  test('changes, removes, and takes coupons by their rules', async () => {
    const { shop, visitor } = openShop()
    const [first, second] = inStock(shop.catalogue.all).filter(({ price }) => price < 5000)
    if (!first || !second) throw new Error('no products')
    await addToCart(visitor, plainItem(first))
    await addToCart(visitor, plainItem(second))
    await visitor.get('/cart')

    await visitor.post('/cart/quantity/1', { quantity: '3' })
    await visitor.post('/cart/remove/2')
    const tooDear = await visitor.post('/cart/coupon', { code: 'BIG25' })
    const unknown = await visitor.post('/cart/coupon', { code: 'FREE100' })
    await visitor.post('/cart/coupon', { code: 'save10' })

    expect(shop.state.cart).toEqual([plainItem(first, 3)])
    expect(tooDear).toContain('at least $200.00')
    expect(unknown).toContain('no coupon FREE100')
    expect(totalsOf(shop.state.cart, shop.state.coupon, shop.product)).toEqual({
      goods: 3 * first.price,
      discount: Math.round(0.3 * first.price),
      total: 3 * first.price - Math.round(0.3 * first.price),
    })
  })

  test('answers scripts of the page as JSON', async () => {
    const { visitor, product } = openShop()
    await visitor.get(`/product/${product.id}`)
    const { options } = plainItem(product)
    const body = new URLSearchParams({
      'option-Color': options['Color'] ?? '',
      'option-Size': options['Size'] ?? '',
      quantity: '2',
      token: visitor.tokens.get(`/cart/add/${product.id}`) ?? '',
    })

    const response = await visitor.raw(`/cart/add/${product.id}`, {
      method: 'POST',
      body,
      headers: { accept: 'application/json' },
    })

    expect(await response.json()).toEqual({ message: 'Added to cart', count: 2 })
  })
})

describe('checkout', () => {
  test('places one order with what was chosen, however often it is sent', async () => {
    const { shop, visitor, product } = openShop()
    await addToCart(visitor, plainItem(product, 2))

    const page = await checkOut(visitor, 'a2')
    const again = await visitor.post('/checkout/place')

    expect(page).toContain('Your order 1005 is placed')
    expect(again).toContain('Your cart is empty')
    expect(shop.state.orders).toHaveLength(5)
    expect(shop.state.orders.at(-1)).toMatchObject({
      ...{ status: 'processing', shipping: 'express', payment: 'invoice', coupon: null },
      address: { label: 'Work' },
      total: 2 * product.price + 1499,
    })
  })

  test('lets no step be skipped', async () => {
    const { shop, visitor, product } = openShop()
    await addToCart(visitor, plainItem(product))

    const direct = await visitor.raw('/checkout/place', {
      method: 'POST',
      body: new URLSearchParams(),
    })
    const review = await visitor.get('/checkout/review')
    const opened = await visitor.raw('/checkout/place')
    const without = await visitor.post('/checkout/address', { choice: 'a9' })

    expect([direct.status, opened.status]).toEqual([403, 405])
    expect(review).toContain('<h1>Delivery address</h1>')
    expect(without).toContain('Choose an address')
    expect(shop.state.orders).toHaveLength(4)
    expect(shop.server.integrity.kinds).toEqual(['direct-call', 'direct-call'])
  })
})

describe('account', () => {
  test('is for the customer alone', async () => {
    const { shop, visitor, product } = openShop(false)

    for (const path of [
      '/account',
      '/cart',
      '/orders/1001',
      '/wishlist',
      `/reviews/${product.id}`,
    ]) {
      expect(await visitor.get(path)).toContain('<h1>Sign in</h1>')
    }
    await addToCart(visitor, plainItem(product))
    expect(shop.state.cart).toEqual([])
    const wrong = await visitor.post('/signin', { email: shop.state.profile.email, password: 'x' })
    const right = await visitor.post('/signin', {
      email: shop.state.profile.email,
      password: shop.state.password,
    })

    expect(wrong).toContain('Email or password is wrong')
    expect(right).toContain('Your account')
    expect(shop.server.integrity.kinds).toEqual([])
  })

  test('says what is missing of an address and keeps what was filled in', async () => {
    const { shop, visitor } = openShop()
    await visitor.get('/account/addresses/a1')
    const address = { label: 'Home', name: 'Ada', street: '1 New Road', city: 'Dover', zip: '12' }

    const short = await visitor.post('/account/addresses/a1', address)
    const missing = await visitor.post('/account/addresses/a1', { ...address, city: ' ' })
    await visitor.post('/account/addresses/a1', { ...address, zip: '12345' })

    expect(short).toContain('five digits')
    expect(short).toContain('value="1 New Road"')
    expect(missing).toContain('Fill in: City')
    expect(shop.state.addresses[0]).toEqual({ id: 'a1', ...address, zip: '12345' })
  })

  test('cancels only what is not sent, and takes back only what has arrived', async () => {
    const { shop, visitor } = openShop()
    await visitor.get('/orders/1004')

    await visitor.post('/orders/1004/cancel')
    const sent = await visitor.get('/orders/1003')
    await visitor.get('/orders/1001/return/1')
    const unsaid = await visitor.post('/orders/1001/return/1', {})
    await visitor.post('/orders/1001/return/1', { reason: 'Damaged' })

    expect(shop.state.orders.map(({ status }) => status)).toEqual([
      'delivered',
      'delivered',
      'shipped',
      'cancelled',
    ])
    expect(sent).not.toContain('Cancel order')
    expect(unsaid).toContain('Choose a reason')
    expect(shop.state.orders[0]?.lines[0]?.returned).toBe('Damaged')
    expect((await visitor.raw('/orders/1003/return/1')).status).toBe(404)
  })
})
