import { normalized, quoted } from '../commands.ts'

interface Pegs {
  readonly pegs: number
  readonly colours: number
}

/** The code a player means: digits in a row or apart, words around them ignored. What is wrong with it otherwise. */
export function codeOf(
  action: string,
  { pegs, colours }: Pegs,
): { readonly code: string } | { readonly problem: string } {
  if (isCode(action, pegs, colours)) return { code: action }
  const form = `give ${pegs} digits from 1 to ${colours}, such as ${example(pegs, colours)}`
  const tokens = normalized(action).split(/[^\p{L}\p{N}]+/u)
  if (tokens.some((token) => token !== '' && !/^(\d+|\p{L}+)$/u.test(token))) {
    return { problem: `${quoted(action)} is no code (${form})` }
  }
  const code = tokens.filter((token) => /^\d+$/.test(token)).join('')
  if (code === '') return { problem: `${quoted(action)} has no digits (${form})` }
  if (code.length !== pegs) {
    return { problem: `${quoted(action)} has ${code.length} digits, not ${pegs} (${form})` }
  }
  if (isCode(code, pegs, colours)) return { code }
  return { problem: `${quoted(action)} has a digit outside 1 to ${colours} (${form})` }
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
