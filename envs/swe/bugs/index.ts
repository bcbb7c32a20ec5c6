import { createHash } from 'node:crypto'
import { droppedBranch } from './dropped-branch.ts'
import { flippedBoolean } from './flipped-boolean.ts'
import { invertedCondition } from './inverted-condition.ts'
import { lostCopy } from './lost-copy.ts'
import { missingAwait } from './missing-await.ts'
import { offByOne } from './off-by-one.ts'
import { removedAssignment } from './removed-assignment.ts'
import { removedCall } from './removed-call.ts'
import { similarMethod } from './similar-method.ts'
import type { BugOperator, Site } from './source.ts'
import { staleState } from './stale-state.ts'
import { swappedArguments } from './swapped-arguments.ts'
import { swappedOperator } from './swapped-operator.ts'
import { wrongDefault } from './wrong-default.ts'
import { wrongOrder } from './wrong-order.ts'
import { wrongVariable } from './wrong-variable.ts'

export {
  applySite,
  type BugOperator,
  isFunction,
  type ParsedSource,
  parseSource,
  type Site,
  siteAt,
  textOf,
} from './source.ts'

/** Every bug operator, in the order in which the first to make a mutant gives it its kind. */
export const operators: readonly BugOperator[] = inTextOrder([
  missingAwait,
  offByOne,
  swappedOperator,
  invertedCondition,
  droppedBranch,
  wrongDefault,
  flippedBoolean,
  similarMethod,
  swappedArguments,
  removedCall,
  removedAssignment,
  wrongOrder,
  staleState,
  lostCopy,
  wrongVariable,
])

/** Operators that built-in tasks have only in the split test, so that an agent has never met them. */
export const testOnlyOperators: readonly string[] = [lostCopy.name]

/** Syntax trees list an operator before its left operand: sort by what is changed. */
function inTextOrder(unsorted: readonly BugOperator[]): readonly BugOperator[] {
  return unsorted.map(({ name, sites }) => ({
    name,
    sites: (source) => [...sites(source)].sort((a, b) => a.start - b.start),
  }))
}

/** A short name for one bug: the same change of the same text has the same id. */
export function siteId(file: string, site: Site): string {
  return shortHash([file, site.start, site.end, site.replacement])
}

/** The same for a bug of several changes. */
export function bugId(parts: readonly { readonly file: string; readonly site: Site }[]): string {
  const ids = parts.map(({ file, site }) => siteId(file, site))
  return ids.length === 1 && ids[0] !== undefined ? ids[0] : shortHash(ids)
}

function shortHash(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 8)
}
