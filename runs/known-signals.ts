import { RewardError, type Signals, type Trajectory } from '../core/index.ts'

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
