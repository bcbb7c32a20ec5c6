import {
  type AnyDef,
  ConfigError,
  didYouMean,
  messageOf,
  provisional,
  RewardError,
  type RewardTerm,
  type Score,
  type ServiceName,
  type Services,
  type Signals,
  scored,
  scoreTrajectory,
  stepTurns,
  type Trajectory,
} from '../core/index.ts'
import { type EpisodeScores, rewardOf } from './result.ts'

/**
 * One trajectory under every preset of its env whose services are there. An episode is a success when
 * its return under the first preset reaches the env's threshold; unscored, it is neither.
 */
export async function scoreEpisode(
  definition: Pick<AnyDef, 'rewards'>,
  trajectory: Trajectory,
  services: Services,
): Promise<EpisodeScores> {
  const presets = Object.entries(definition.rewards as Readonly<Record<string, RewardTerm<never>>>)
  const scores: Record<string, Score> = {}
  for (const [name, term] of presets) {
    if ((term.needs ?? []).some((service) => !services[service])) continue
    scores[name] = await scoreUnder(name, term, trajectory, services)
  }
  const success = isSuccess(scores[presets[0]?.[0] ?? ''], trajectory)
  return { episode: trajectory.id, scores, success }
}

/** By the return under the first preset; null where that is unscored. */
export function isSuccess(first: Score | undefined, { env }: Trajectory): boolean | null {
  return first?.status === 'scored' ? first.value >= env.rewardThreshold : null
}

/** The trajectory as if it had been played under this term, whatever its outcome says; a failed one as it is. */
export async function scoreAfresh(
  term: RewardTerm<never>,
  trajectory: Trajectory,
  services: Services,
): Promise<Trajectory> {
  const { outcome } = trajectory
  if (outcome.status === 'failed') return trajectory
  return scoreTrajectory(term, trajectory, outcome.ended, services)
}

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

async function scoreUnder(
  name: string,
  term: RewardTerm<never>,
  trajectory: Trajectory,
  services: Services,
): Promise<Score> {
  if (trajectory.env.reward.preset === name) return rewardOf(trajectory)
  return rewardOf(await scoreAfresh(term, trajectory, services))
}

/**
 * The trajectory with signals that refuse to be read by a name the episode never reported: a term that
 * compares would take what is absent for false, and pay 0 for it.
 */
export function withKnownSignals(trajectory: Trajectory): Trajectory {
  const { initial, turns, finalSignals } = trajectory
  const reported = new Set<PropertyKey>()
  for (const signals of [initial.signals, finalSignals, ...turns.map((turn) => turn.signals)]) {
    for (const name of Object.keys(signals ?? {})) reported.add(name)
  }
  const unreported = new Proxy(Object.prototype, {
    get(target, name, receiver) {
      const isAsked = typeof name === 'string' && !reported.has(name) && !(name in target)
      // Serializing and awaiting ask every object for these.
      if (!isAsked || name === 'toJSON' || name === 'then') {
        return Reflect.get(target, name, receiver)
      }
      throw new RewardError(
        `Cannot read signal ${JSON.stringify(name)}: the stored episode does not report it (choose another reward, or play again)`,
      )
    },
  })
  // As a prototype, not around it: own signals stay plain data, which terms may copy.
  const known = <S extends Signals | null>(signals: S): S =>
    signals && Object.create(unreported, Object.getOwnPropertyDescriptors(signals))
  return {
    ...trajectory,
    initial: { ...initial, signals: known(initial.signals) },
    turns: turns.map((turn) => ({ ...turn, signals: known(turn.signals) })),
    finalSignals: known(finalSignals),
  }
}

/**
 * Why a trajectory has no score under a term, as the term or the first of its parts that fails says it:
 * scores keep the class alone. null where none says anything.
 */
export async function reasonUnscored(
  term: RewardTerm<Signals>,
  trajectory: Trajectory,
): Promise<string | null> {
  for (const part of Object.values(term.parts ?? {})) {
    const reason = await reasonUnscored(part, trajectory)
    if (reason !== null) return reason
  }
  const { turns } = trajectory
  try {
    const scores = term.finalize
      ? await term.finalize(trajectory, {})
      : stepTurns(trajectory).map((turn) => scored(turn ? provisional(term, turn) : 0))
    if (scores.length !== turns.length) {
      return `it gives ${scores.length} scores for ${turns.length} turns`
    }
    const bad = scores.findIndex((score) => score.status === 'scored' && !isNumber(score.value))
    const score = scores[bad]
    return score?.status === 'scored' ? `it gives ${String(score.value)} for turn ${bad}` : null
  } catch (error) {
    return messageOf(error)
  }
}

const isNumber = (value: unknown) => typeof value === 'number' && Number.isFinite(value)
