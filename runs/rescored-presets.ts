import {
  type AnyDef,
  ConfigError,
  didYouMean,
  type RewardTerm,
  type ServiceName,
} from '../core/index.ts'

type Preset = readonly [name: string, term: RewardTerm<never>]

/**
 * The preset of this name, or all, as far as they need no service; and those left out.
 * @throws ConfigError saying what cannot be done, where there is none of that name, or none is left.
 */
export function choosePresets(
  definition: Pick<AnyDef, 'id' | 'rewards'>,
  reward: string | undefined,
  verb: string,
): { readonly chosen: readonly Preset[]; readonly leftOut: readonly Preset[] } {
  const all: readonly Preset[] = Object.entries(definition.rewards)
  const named = all.filter(([name]) => name === (reward ?? name))
  if (reward !== undefined && named.length === 0) {
    const known = all.map(([name]) => name)
    throw new ConfigError(
      `Cannot ${verb}: ${definition.id} has no reward ${JSON.stringify(reward)} (${didYouMean(reward, known)})`,
    )
  }
  const isFree = ([, { needs = [] }]: Preset) => needs.length === 0
  const chosen = named.filter(isFree)
  const leftOut = named.filter((preset) => !isFree(preset))
  const [needy] = leftOut
  if (chosen.length === 0 && needy) {
    const free = all.filter(isFree).map(([name]) => name)
    const advice = free.length === 0 ? 'play the run again' : `choose from ${free.join(', ')}`
    throw new ConfigError(
      `Cannot ${verb}: reward ${needy[0]} needs ${describeServices(needy[1].needs ?? [])} and cannot be recomputed without one (${advice})`,
    )
  }
  return { chosen, leftOut }
}

const services: Readonly<Record<ServiceName, string>> = {
  judge: 'a judge',
  logProbs: 'a model that scores log-probabilities',
}

/** What presets need, in words. */
export function describeServices(needs: readonly ServiceName[]): string {
  return needs.map((need) => services[need]).join(' and ')
}
