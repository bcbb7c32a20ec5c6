import { describe, expect, test } from 'vitest'
import { createManualClock, createRng } from '../../../../core/index.ts'
import { createVisitor } from '../shell/visitor.suite.ts'
import { plainItem } from './customer.ts'
import { addToCart } from './shop.suite.ts'
import { isOnlyNumber } from './tasks/asking.ts'
import {
  listShopTasks,
  poseShopTask,
  type TemplateName,
  templateNames,
} from './tasks/shop-tasks.ts'
import { judgeShop, type ShopWorld, shopWorld } from './world.ts'

const options = { products: 1000, templates: templateNames, instances: 10 }
const silent = { answer: null, infeasible: null }

async function openWorld(id: string): Promise<ShopWorld> {
  const task = listShopTasks(options).find((one) => one.id === id)
  if (!task) throw new Error(`no task ${id}`)
  return shopWorld.open({ task, options, rng: createRng(1), clock: createManualClock() })
}
const visitorOf = ({ shop }: ShopWorld) => createVisitor(shop.server.app, 'http://shop.test')

describe('tasks', () => {
  test('are of many sorts, with ids and hashes of their own', () => {
    const tasks = listShopTasks(options)

    expect(templateNames.length).toBeGreaterThanOrEqual(16)
    expect(new Set(tasks.map(({ id }) => id)).size).toBe(templateNames.length * 12)
    expect(new Set(tasks.map(({ hash }) => hash)).size).toBe(tasks.length)
    expect(listShopTasks({ ...options, products: 2000 })[0]?.hash).not.toBe(tasks[0]?.hash)
  })

  test('are posed the same every time, and none is solved before anything was done', async () => {
    for (const { id } of listShopTasks(options)) {
      const world = await openWorld(id)

      expect(poseShopTask({ id }, 1000).posed.goal).toBe(world.posed.goal)
      expect(judgeShop(world, silent), id).toMatchObject({ solved: false, ended: false })
      expect(judgeShop(world, { ...silent, answer: 'done' }).solved, id).toBe(false)
    }
  })

  test('give instances of one sort different goals', () => {
    for (const name of templateNames) {
      const goals = [0, 1, 2, 3, 4].map(
        (at) => poseShopTask({ id: `${name}/train/${at}` }, 1000).posed.goal,
      )

      expect(new Set(goals).size, name).toBeGreaterThan(3)
    }
  })

  test('can be posed in small and large catalogues', () => {
    for (const products of [500, 20_000]) {
      for (const name of templateNames) {
        for (const split of ['train', 'validation', 'test']) {
          expect(poseShopTask({ id: `${name}/${split}/0` }, products).posed.goal).not.toBe('')
        }
      }
    }
  })
})

describe('judging', () => {
  test('something beside what was asked for spoils it', async () => {
    const world = await openWorld('wish/train/0')
    const id = world.shop.catalogue.all.find(({ title }) => world.posed.goal.includes(title))?.id
    const visitor = visitorOf(world)
    await visitor.get(`/product/${id}`)
    await visitor.post(`/wishlist/add/${id}`)
    const before = judgeShop(world, silent)

    const other = world.shop.catalogue.all.find(({ stock }) => stock > 5)
    if (other) await addToCart(visitor, plainItem(other))

    expect(before.solved).toBe(true)
    expect(judgeShop(world, silent)).toMatchObject({ solved: false, subgoals: { wished: true } })
  })

  test('a report that it cannot be done is right only where it cannot', async () => {
    const said = { answer: null, infeasible: 'not there' }

    for (const name of templateNames) {
      const world = await openWorld(`${name}/train/0`)
      expect(judgeShop(world, said).solved, name).toBe(name.startsWith('missing-'))
    }
  })

  test('a second order undoes the first', async () => {
    const world = await openWorld('reorder/train/0')
    const { shop, posed } = world
    const id = /my order (\d+)/.exec(posed.goal)?.[1]
    const words = posed.goal
    const shipping = words.includes('express')
      ? 'express'
      : words.includes('pick-up')
        ? 'pickup'
        : 'standard'
    const payment = words.includes('card')
      ? 'card'
      : words.includes('invoice')
        ? 'invoice'
        : 'transfer'
    const order = async () => {
      const visitor = visitorOf(world)
      await visitor.get('/signin')
      await visitor.post('/signin', {
        email: shop.state.profile.email,
        password: shop.state.password,
      })
      await visitor.get(`/orders/${id}`)
      await visitor.post(`/orders/${id}/reorder`)
      await visitor.get('/checkout/address')
      await visitor.post('/checkout/address', { choice: 'a1' })
      await visitor.post('/checkout/shipping', { choice: shipping })
      await visitor.post('/checkout/payment', { choice: payment })
      await visitor.post('/checkout/place')
    }

    await order()
    const once = judgeShop(world, silent)
    await order()
    const twice = judgeShop(world, silent)

    expect(once).toMatchObject({ solved: true, ended: true })
    expect(twice).toMatchObject({ solved: false, subgoals: { orderPlaced: false } })
  })

  test('one number is an answer, several are a guess', () => {
    expect(isOnlyNumber('It costs $1,234.50.', 1234.5)).toBe(true)
    expect(isOnlyNumber('3', 3)).toBe(true)
    expect(isOnlyNumber('2 or 3', 3)).toBe(false)
    expect(isOnlyNumber('13', 3)).toBe(false)
    expect(isOnlyNumber(null, 0)).toBe(false)
  })

  test('an error of the shop is no result', async () => {
    const name: TemplateName = 'reorder'
    const world = await openWorld(`${name}/train/0`)
    world.shop.state.wishlist = ['P999999']

    await visitorOf(world).raw('/wishlist')

    expect(() => judgeShop(world, silent)).toThrow('P999999')
  })
})
