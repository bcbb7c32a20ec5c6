const ZERO = 48
const inGuess = new Uint8Array(16)
const inCode = new Uint8Array(16)

/** Pegs of the right colour in the right place (black) and elsewhere (white), as `black * 16 + white`. */
export function feedback(guess: string, code: string): number {
  inGuess.fill(0)
  inCode.fill(0)
  let [black, white] = [0, 0]
  for (let i = 0; i < code.length; i++) {
    const [a, b] = [guess.charCodeAt(i) - ZERO, code.charCodeAt(i) - ZERO]
    if (a === b) {
      black++
      continue
    }
    // Whichever comes later finds the other waiting.
    const [owed, spare] = [inCode[a] ?? 0, inGuess[b] ?? 0]
    if (owed > 0) {
      inCode[a] = owed - 1
      white++
    } else inGuess[a] = (inGuess[a] ?? 0) + 1
    if (spare > 0) {
      inGuess[b] = spare - 1
      white++
    } else inCode[b] = (inCode[b] ?? 0) + 1
  }
  return black * 16 + white
}

export const blackOf = (answer: number) => answer >> 4
export const whiteOf = (answer: number) => answer & 15
