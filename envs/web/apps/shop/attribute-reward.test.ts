import fc from 'fast-check'
import { expect, test } from 'vitest'
import { attributeReward, type Wish } from './attribute-reward.ts'
import { catalogueOf } from './catalogue/catalogue.ts'
import { plainItem } from './customer.ts'
import { unitPriceOf } from './state.ts'

const catalogue = catalogueOf(1000)
const index = fc.nat(999)

/** A product, and what one would wish for to get just that. */
function wished(at: number) {
  const product = catalogue.at(at)
  const { options } = plainItem(product)
  const unitPrice = unitPriceOf(product, options)
  const wish: Wish = {
    ...{ type: product.type, category: product.category, options, most: unitPrice },
    attributes: [product.material, ...product.features],
  }
  return { wish, bought: { product, options, unitPrice } }
}

test('the product that was wished for is worth 1, and nothing is worth more', () => {
  fc.assert(
    fc.property(index, index, (one, other) => {
      const { wish, bought } = wished(one)

      expect(attributeReward(wish, bought)).toBe(1)
      const foreign = attributeReward(wish, wished(other).bought)
      expect(foreign).toBeGreaterThanOrEqual(0)
      expect(foreign).toBeLessThanOrEqual(1)
    }),
  )
})

test('one more error never raises it', () => {
  fc.assert(
    fc.property(
      index,
      index,
      fc.shuffledSubarray(['color', 'size', 'price', 'attribute', 'type']),
      (one, other, errors) => {
        const { wish, bought } = wished(one)
        const stranger = catalogue.at(other)
        let now = bought
        let last = attributeReward(wish, now)
        for (const error of errors) {
          const { product } = now
          if (error === 'color') now = { ...now, options: { ...now.options, Color: 'plaid' } }
          if (error === 'size') now = { ...now, options: { ...now.options, Size: 'none' } }
          if (error === 'price') now = { ...now, unitPrice: wish.most + 1 }
          if (error === 'attribute')
            now = { ...now, product: { ...product, features: product.features.slice(1) } }
          if (error === 'type') {
            now = {
              ...now,
              product: { ...product, type: stranger.type, category: stranger.category },
            }
          }
          const next = attributeReward(wish, now)
          expect(next).toBeLessThanOrEqual(last)
          last = next
        }
      },
    ),
  )
})

test('counts parts as the paper does: three of five is 0.6, of a like sort half of that', () => {
  const { wish, bought } = wished(0)
  const product = { ...bought.product, material: 'paper', features: ['a', 'b'] }
  const narrow = { ...wish, attributes: ['x', 'y'] }

  expect(attributeReward(narrow, { ...bought, product })).toBeCloseTo(0.6)
  expect(attributeReward(narrow, { ...bought, product: { ...product, type: 'hat' } })).toBeCloseTo(
    0.3,
  )
  expect(
    attributeReward(narrow, { ...bought, product: { ...product, type: 'hat', category: 'Toys' } }),
  ).toBe(0)
})
