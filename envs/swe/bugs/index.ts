import { createHash } from 'node:crypto'
import { droppedBranch } from './dropped-branch.ts'
import { flippedBoolean } from './flipped-boolean.ts'
import { invertedCondition } from './inverted-condition.ts'
import { missingAwait } from './missing-await.ts'
import { offByOne } from './off-by-one.ts'
import { removedAssignment } from './removed-assignment.ts'
import { removedCall } from './removed-call.ts'
import { similarMethod } from './similar-method.ts'
import type { BugOperator, Site } from './source.ts'
import { swappedArguments } from './swapped-arguments.ts'
import { swappedOperator } from './swapped-operator.ts'
import { wrongDefault } from './wrong-default.ts'
import { wrongVariable } from './wrong-variable.ts'

export {
  applySite,
  type BugOperator,
  isFunction,
  type ParsedSource,
  parseSource,
  type Site,
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
  wrongVariable,
])

/** Syntax trees list an operator before its left operand: sort by what is changed. */
function inTextOrder(unsorted: readonly BugOperator[]): readonly BugOperator[] {
  return unsorted.map(({ name, sites }) => ({
    name,
    sites: (source) => [...sites(source)].sort((a, b) => a.start - b.start),
  }))
}

/** A short name for one bug: the same change of the same text has the same id. */
export function siteId(file: string, site: Site): string {
  const change = JSON.stringify([file, site.start, site.end, site.replacement])
  return createHash('sha256').update(change).digest('hex').slice(0, 8)
}
