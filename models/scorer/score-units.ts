import { blocksOf } from '../transformer/layout.ts'
import { roundUp } from '../transformer/token-batch.ts'
import type { ScoredPolicy } from './scorer.ts'

/** Checked: the prefix is not empty, and everything fits the model. */
export interface ScoreRequest {
  readonly prefix: readonly number[]
  readonly continuations: readonly (readonly number[])[]
  readonly temperature: number
  readonly under: ScoredPolicy
}

/** A part of a request that is computed at once: continuations behind one copy of its prefix. */
export interface ScoreUnit {
  readonly request: ScoreRequest
  readonly kind: 'rows' | 'sharedPrompt'
  /** Places among the continuations of the request; one where the kind is `rows`. */
  readonly members: readonly number[]
  /** Places it takes in a batch of its kind, its own padding included. */
  readonly places: number
}

/** Every group is padded to the largest of its batch: it may join while that costs no more than so much. */
const PADDING = 1.25

/**
 * Cuts a request: its prefix is computed once, unless its continuations are so uneven that padding them to
 * one length takes more places than a copy of the prefix for each. Empty ones are in no unit.
 */
export function cutRequest(request: ScoreRequest, tokensAtOnce: number): readonly ScoreUnit[] {
  const { prefix, continuations } = request
  const members = [...continuations.keys()].filter((member) => lengthAt(request, member) > 0)
  const apart = members.map((member): ScoreUnit => {
    const places = prefix.length + lengthAt(request, member)
    return { request, kind: 'rows', members: [member], places }
  })
  const longest = members.reduce((most, member) => Math.max(most, lengthAt(request, member)), 1)
  const atOnce = Math.floor((tokensAtOnce - padded(prefix.length)) / padded(longest))
  if (members.length < 2 || atOnce < 2) return apart
  const groups = Array.from({ length: Math.ceil(members.length / atOnce) }, (_, index) =>
    groupOf(request, members.slice(index * atOnce, (index + 1) * atOnce)),
  )
  return placesOf(groups) <= placesOf(apart) ? groups : apart
}

/** The oldest unit and those that can be computed with it, in the order they came. */
export function takeBatch(
  waiting: readonly ScoreUnit[],
  tokensAtOnce: number,
): { readonly batch: readonly ScoreUnit[]; readonly left: readonly ScoreUnit[] } {
  const batch: ScoreUnit[] = []
  const left: ScoreUnit[] = []
  let places = 0
  for (const unit of waiting) {
    const [first = unit] = batch
    const isAlike = unit.kind === first.kind && unit.request.under === first.request.under
    const together = places + unit.places
    const fits = batch.length === 0 || together <= tokensAtOnce
    const isEven = unit.kind === 'rows' || placesTogether([...batch, unit]) <= PADDING * together
    if (isAlike && fits && (batch.length === 0 || isEven)) {
      batch.push(unit)
      places = together
    } else {
      left.push(unit)
    }
  }
  return { batch, left }
}

function groupOf(request: ScoreRequest, members: readonly number[]): ScoreUnit {
  const unit = { request, kind: 'sharedPrompt', members, places: 0 } as const
  return { ...unit, places: placesTogether([unit]) }
}

/** Of groups in one batch. */
function placesTogether(groups: readonly ScoreUnit[]): number {
  let [prefix, count, longest] = [0, 0, 0]
  for (const { request, members } of groups) {
    prefix = Math.max(prefix, request.prefix.length)
    count = Math.max(count, members.length)
    for (const member of members) longest = Math.max(longest, lengthAt(request, member))
  }
  return groups.length * (padded(prefix) + count * padded(longest))
}

const lengthAt = ({ continuations }: ScoreRequest, member: number): number =>
  continuations[member]?.length ?? 0

const padded = (length: number): number => roundUp(length, blocksOf({ kind: 'sharedPrompt' }))

const placesOf = (units: readonly ScoreUnit[]): number =>
  units.reduce((sum, { places }) => sum + places, 0)
