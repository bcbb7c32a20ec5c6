import type { Rng } from '../../../core/index.ts'

/** Pays `pays` with probability `chance`, else nothing. */
export type Arm = { name: string; pays: number; chance: number }

export type ArmKnobs = {
  arms: number
  payoffs: 'safe and risky' | 'far apart' | 'drawn'
  shuffled: boolean
}

/** Trees, each with an initial of its own: nothing in them says which is worth more. */
export const NAMES =
  'alder birch cedar dogwood elm fir ginkgo hazel ivywood juniper katsura larch maple nutmeg oak pine quince rowan spruce teak'.split(
    ' ',
  )
const SAFE = { pays: 0.15, chance: 1 }
const RISKY = { pays: 1, chance: 0.25 }
const POOR = { pays: 1, chance: 0.1 }
const RICH = { pays: 1, chance: 0.9 }
const CHANCES = 20
/** So many arms have 720 orders; more are drawn. */
const MOST_ORDERED = 6

/** Arms in the order they are told in; the last of each kind is the one worth pulling. */
export function drawArms(rng: Rng, { arms, payoffs, shuffled }: ArmKnobs): readonly Arm[] {
  const names = shuffled ? rng.shuffle(NAMES) : NAMES
  const kinds = Array.from({ length: arms }, (_, index) => {
    const last = index === arms - 1
    if (payoffs === 'drawn') return { pays: 1, chance: rng.int(1, CHANCES) / CHANCES }
    if (payoffs === 'far apart') return last ? RICH : POOR
    return last ? RISKY : SAFE
  })
  return rng.shuffle(kinds.map((kind, index) => ({ name: names[index] ?? '', ...kind })))
}

/** Where payoffs and names are the same in every task: the few orders there are. */
export function fewArms({ arms, payoffs, shuffled }: ArmKnobs): readonly (readonly Arm[])[] | null {
  if (shuffled || payoffs === 'drawn' || arms > MOST_ORDERED) return null
  const kinds = Array.from({ length: arms }, (_, index) => {
    const [best, other] = payoffs === 'far apart' ? [RICH, POOR] : [RISKY, SAFE]
    return { name: NAMES[index] ?? '', ...(index === arms - 1 ? best : other) }
  })
  return orders(kinds)
}

function orders<T>(items: readonly T[]): readonly (readonly T[])[] {
  if (items.length === 0) return [[]]
  return items.flatMap((item, index) =>
    orders(items.filter((_, other) => other !== index)).map((rest) => [item, ...rest]),
  )
}

/** What a pull is worth on average. */
export const worthOf = ({ pays, chance }: Arm) => pays * chance

export function bestOf(arms: readonly Arm[]): number {
  return Math.max(...arms.map(worthOf))
}

export function hasOneBest(arms: readonly Arm[]): boolean {
  const best = bestOf(arms)
  return arms.filter((arm) => worthOf(arm) === best).length === 1
}
