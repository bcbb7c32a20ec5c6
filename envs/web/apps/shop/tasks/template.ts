import type { Rng } from '../../../../../core/index.ts'
import { type Split, splitOf } from '../../../../split-tasks.ts'
import type { View } from '../../../observe/view.ts'
import type { ScriptStep } from '../../../world.ts'
import type { Catalogue, Product } from '../catalogue/catalogue.ts'
import type { ShopState } from '../state.ts'

/** What a template draws an instance from. */
export interface Draw {
  readonly rng: Rng
  readonly catalogue: Catalogue
  /** The customer's data before the episode: a template may prepare it. */
  readonly state: ShopState
  /** A product of the instance's split that can be bought: splits share none. */
  product(fits?: (product: Product) => boolean): Product
  /** Whether this split may ask for it, and it can be bought. */
  isOurs(product: Product): boolean
}

/** One instance: what is asked, how it is judged, how it is done. */
export interface Posed {
  readonly goal: string
  /** Default: the customer is. */
  readonly signedIn?: boolean
  /** What may change, judged by the subgoals; the rest of the state must stay as it was. */
  readonly changes: readonly (keyof ShopState)[]
  judge(moment: Moment): Verdict
  gold(look: () => View): Generator<ScriptStep, void>
}

/** What there is to judge by. */
export interface Moment {
  readonly before: ShopState
  readonly after: ShopState
  readonly answer: string | null
  readonly infeasible: string | null
}

export interface Verdict {
  readonly subgoals: Readonly<Record<string, boolean>>
  /** Nothing can be put right any more. */
  readonly ended?: boolean
  readonly fields?: number
  readonly score?: number
}

export type Template = (draw: Draw) => Posed

/** Which split may ask for a product. */
export const splitOfProduct = ({ id }: Product): Split => splitOf(id)
