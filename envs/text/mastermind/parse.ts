import { normalized, quoted } from '../commands.ts'

interface Pegs {
  readonly pegs: number
  readonly colours: number
}

/** The code a player means: digits in a row, or apart in one way; words around them ignored. What is wrong with it otherwise. */
export function codeOf(
  action: string,
  { pegs, colours }: Pegs,
): { readonly code: string } | { readonly problem: string } {
  if (isCode(action, pegs, colours)) return { code: action }
  const form = `give ${pegs} digits from 1 to ${colours}, such as ${example(pegs, colours)}`
  const said = normalized(action)
  const code = digitsIn(said)
  if (code === '') return { problem: `${quoted(action)} has no digits (${form})` }
  if (code === null) return { problem: `${quoted(action)} is not one code (${form})` }
  if (code.length !== pegs) {
    return { problem: `${quoted(action)} has ${code.length} digits, not ${pegs} (${form})` }
  }
  if (isCode(code, pegs, colours)) return { code }
  return { problem: `${quoted(action)} has a digit outside 1 to ${colours} (${form})` }
}

const SIGNED = /(^|[^\p{L}\p{N}])[-+\u2212]\d/u
const WITHIN_A_WORD = /\p{L}\d|\d\p{L}|[^\d\P{N}]/u

/** The only run of digits, or single digits with the same between all of them; null where it is not clear which. */
function digitsIn(said: string): string | null {
  if (SIGNED.test(said) || WITHIN_A_WORD.test(said)) return null
  const runs = said.match(/\d+/g) ?? []
  if (runs.length <= 1) return runs[0] ?? ''
  const between = said.split(/\d+/).slice(1, -1)
  const isSequence =
    runs.every((run) => run.length === 1) && new Set(between.map((each) => each.trim())).size === 1
  return isSequence && !/[\p{L}:=]/u.test(between[0] ?? '') ? runs.join('') : null
}

function isCode(said: string, pegs: number, colours: number): boolean {
  if (said.length !== pegs) return false
  for (let i = 0; i < pegs; i++) {
    const digit = said.charCodeAt(i) - 48
    if (digit < 1 || digit > colours) return false
  }
  return true
}

const example = (pegs: number, colours: number) =>
  Array.from({ length: pegs }, (_, peg) => 1 + ((peg * 2) % colours)).join('')
