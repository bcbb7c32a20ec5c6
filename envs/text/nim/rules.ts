import type { Rng } from '../../../core/index.ts'
import { normalized, quoted } from '../commands.ts'
import type { Opponent, Seat, TwoPlayerGame } from '../two-player/game.ts'

export type Nim = { piles: number[]; toMove: Seat }

const NAMES = 'ABCDEFGHIJ'
export const MOST_PILES = NAMES.length
export const MOST_STONES = 40

/** Nim, who takes the last stone wins (C. L. Bouton, "Nim, a game with a complete mathematical theory", 1901). */
export const nim: TwoPlayerGame<Nim> = {
  rules: () =>
    'Nim: two players take turns. In your turn take one or more stones from one pile; who takes the last stone of all wins. Answer with the pile and the number of stones, such as A 2.',
  show: ({ piles }) =>
    `Piles: ${piles.map((stones, pile) => `${NAMES[pile]} ${stones}`).join(', ')}. Your turn.`,
  toMove: ({ toMove }) => toMove,
  move(position, said) {
    const [, letter = '', digits = ''] =
      /^(?:take )?(?:pile )?([a-z])[ ,:]*(\d{1,6})[.!]?$/.exec(spoken(said)) ?? []
    const pile = NAMES.toLowerCase().indexOf(letter)
    if (letter === '' || pile < 0 || pile >= position.piles.length) {
      return {
        refused: `${quoted(said)} is no move (name a pile and a number of stones, such as ${example(position)})`,
      }
    }
    const [stones, taken] = [position.piles[pile] ?? 0, Number(digits)]
    if (stones === 0) {
      return { refused: `pile ${NAMES[pile]} is empty (use another pile)` }
    }
    if (taken < 1 || taken > stones) {
      return {
        refused: `you cannot take ${taken} from pile ${NAMES[pile]}, which has ${stones} (take 1 to ${stones}, or use another pile)`,
      }
    }
    const piles = position.piles.with(pile, stones - taken)
    return {
      position: { piles, toMove: position.toMove === 0 ? 1 : 0 },
      told: `took ${taken} from pile ${NAMES[pile]}`,
    }
  },
  result({ piles, toMove }) {
    if (piles.some((stones) => stones > 0)) return null
    return { winner: toMove === 0 ? 1 : 0 }
  },
  /** Half for a position that is won by right play, so that each mistake is seen at once. */
  progress: ({ piles, toMove }, seat) => ((nimSum(piles) === 0) === (toMove === seat) ? 0 : 0.5),
}

export const nimSum = (piles: readonly number[]) => piles.reduce((sum, stones) => sum ^ stones, 0)

/** The move to a nim sum of 0; null where there is none, and right play by the other wins. */
export function winningMove({ piles }: Nim): string | null {
  const sum = nimSum(piles)
  const pile = piles.findIndex((stones) => (stones ^ sum) < stones)
  const stones = piles[pile]
  return stones === undefined || sum === 0 ? null : said(pile, stones - (stones ^ sum))
}

export const opponents: Readonly<Record<'random' | 'perfect', Opponent<Nim>>> = {
  random: ({ piles }, rng) => anyMove(piles, rng),
  perfect: (position, rng) => winningMove(position) ?? oneStone(position.piles, rng),
}

/** Why these are no piles of the game; null where they are. */
export function problemOf(piles: readonly number[]): string | null {
  if (piles.length < 1 || piles.length > MOST_PILES) {
    return `there are ${piles.length} piles (give 1 to ${MOST_PILES})`
  }
  const isWrong = (stones: number) =>
    !Number.isInteger(stones) || stones < 0 || stones > MOST_STONES
  const wrong = piles.findIndex(isWrong)
  if (wrong < 0) return null
  return `pile ${NAMES[wrong]} has ${piles[wrong]} stones (give a whole number from 0 to ${MOST_STONES})`
}

/** "2 from pile A" as "A 2". */
const spoken = (said: string) =>
  normalized(said).replace(
    /^(?:i )?(?:take )?(\d{1,6})(?: stones?)?(?: from| of)(?: pile)? ([a-z])\b/,
    '$2 $1',
  )

const said = (pile: number, stones: number) => `${NAMES[pile]} ${stones}`

function anyMove(piles: readonly number[], rng: Rng): string {
  const pile = rng.pick(standing(piles))
  return said(pile, 1 + rng.int(piles[pile] ?? 1))
}

/** Puts the end off as long as it can be. */
const oneStone = (piles: readonly number[], rng: Rng) => said(rng.pick(standing(piles)), 1)

const standing = (piles: readonly number[]) =>
  piles.flatMap((stones, pile) => (stones > 0 ? [pile] : []))

const example = ({ piles }: Nim) =>
  said(
    Math.max(
      0,
      piles.findIndex((stones) => stones > 0),
    ),
    1,
  )
