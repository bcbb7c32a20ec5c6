import { normalized } from '../commands.ts'
import { withoutFillers, wordsOf } from '../fillers.ts'

const DIGITS = /^\d{1,9}$/
/** Before a number, not between two words. */
const MINUS = /(^|[^\p{L}\p{N}])[-\u2212]\d/u

/** The one whole number that is said, alone or among fillers; null where there is none, or are several. */
export function numberIn(action: string): number | null {
  if (DIGITS.test(action)) return Number(action)
  const said = normalized(action)
  if (MINUS.test(said)) return null
  const [word = '', ...others] = withoutFillers(wordsOf(said))
  return others.length === 0 && DIGITS.test(word) ? Number(word) : null
}
