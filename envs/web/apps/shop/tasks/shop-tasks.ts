import { z } from 'zod'
import {
  ConfigError,
  createRng,
  deriveSeed,
  hashJson,
  type TaskInfo,
} from '../../../../../core/index.ts'
import { splitTasks } from '../../../../split-tasks.ts'
import { type Catalogue, catalogueOf, type Product } from '../catalogue/catalogue.ts'
import { createCustomer } from '../customer.ts'
import type { ShopState } from '../state.ts'
import { asking } from './asking.ts'
import { buying } from './buying.ts'
import { collecting } from './collecting.ts'
import { keeping } from './keeping.ts'
import { type Posed, splitOfProduct, type Template } from './template.ts'

export const SHOP_ID = 'web/Shop-v0'

const TEMPLATES = { ...buying, ...collecting, ...keeping, ...asking }
export type TemplateName = keyof typeof TEMPLATES
export const templateNames = Object.keys(TEMPLATES) as readonly TemplateName[]

export const shopOptions = {
  products: z.int().min(500).max(100_000).default(1000).describe('Products in the catalogue'),
  templates: z
    .array(z.enum(templateNames as [TemplateName, ...TemplateName[]]))
    .min(1)
    .default([...templateNames])
    .describe('Sorts of tasks to play'),
  instances: z
    .int()
    .min(1)
    .max(10_000)
    .default(20)
    .describe('Training tasks of each sort; validation and test have a tenth as many'),
}
export interface ShopOptions {
  readonly products: number
  readonly templates: readonly TemplateName[]
  readonly instances: number
}

/** Moves when equal options begin to give other tasks. */
const GENERATOR = 1
const MOST_DRAWS = 20_000

/** A task is its template, its split and its number; whatever else it is follows from them and the catalogue. */
export function listShopTasks({ products, templates, instances }: ShopOptions): TaskInfo[] {
  const hashOf = (id: string) => {
    const [name = '', split = '', at = ''] = id.split('/')
    return hashJson([SHOP_ID, GENERATOR, products, name, split, Number(at)])
  }
  return templates.flatMap((name) =>
    splitTasks(name, { instances, difficulty: difficultyOf(name), hashOf }),
  )
}

const difficultyOf = (name: TemplateName) =>
  name in buying ? 'hard' : name in asking || name in collecting ? 'medium' : 'easy'

/** A task with the customer it is about, made anew: the same every time. */
export function poseShopTask(
  { id }: Pick<TaskInfo, 'id'>,
  products: number,
): { readonly posed: Posed; readonly state: ShopState; readonly catalogue: Catalogue } {
  const [name = '', split] = id.split('/')
  const template: Template | undefined = TEMPLATES[name as TemplateName]
  if (!template) throw new ConfigError(`Cannot find task ${id} of ${SHOP_ID}`)
  const catalogue = catalogueOf(products)
  const rng = createRng(deriveSeed(GENERATOR, SHOP_ID, id))
  const state = createCustomer(rng.stream('customer'), catalogue)
  const isOurs = (product: Product) => product.stock >= 5 && splitOfProduct(product) === split
  const posed = template({
    ...{ rng, catalogue, state, isOurs },
    product(fits = () => true) {
      for (let tries = 0; tries < MOST_DRAWS; tries++) {
        const product = catalogue.at(rng.int(catalogue.size))
        if (isOurs(product) && fits(product)) return product
      }
      throw new ConfigError(
        `Cannot make task ${id} of ${SHOP_ID}: no product of ${products} fits (give it more products)`,
      )
    },
  })
  return { posed, state, catalogue }
}
