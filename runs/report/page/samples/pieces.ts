import type { SampleSequence } from '../../samples/sample.ts'

/** What a sequence is shown as. */
export type Piece = ReadPiece | DrawnPiece

/** Text that the policy read, token after token. */
export interface ReadPiece {
  readonly kind: 'read'
  readonly text: string
  readonly tokens: number
}

/** Tokens that the policy drew in one turn. */
export interface DrawnPiece {
  readonly kind: 'drawn'
  readonly turn: number | null
  readonly tokens: readonly DrawnToken[]
}

export interface DrawnToken {
  /** Place in the sequence. */
  readonly at: number
  readonly id: number
  readonly text: string
  readonly isTrained: boolean
  readonly logProb: number | null
  readonly advantage: number
}

/** What was read in one piece, what was drawn in one piece a turn. */
export function piecesOf(sequence: SampleSequence): readonly Piece[] {
  const { ids, texts, mask, logProbs, advantages, turn } = sequence
  const pieces: Piece[] = []
  let read: string[] = []
  let drawn: DrawnToken[] = []
  let current = -1
  const end = () => {
    if (read.length > 0) pieces.push({ kind: 'read', text: read.join(''), tokens: read.length })
    if (drawn.length > 0) {
      pieces.push({ kind: 'drawn', turn: current < 0 ? null : current, tokens: drawn })
    }
    read = []
    drawn = []
  }
  for (const [at, id] of ids.entries()) {
    const text = texts[at] ?? ''
    const isTrained = mask[at] === 1
    const of = turn[at] ?? -1
    if (of < 0 && !isTrained) {
      if (drawn.length > 0) end()
      read.push(text)
      continue
    }
    if (read.length > 0 || of !== current) end()
    current = of
    const [logProb = null, advantage = 0] = [logProbs[at], advantages[at]]
    drawn.push({ at, id, text, isTrained, logProb, advantage })
  }
  end()
  return pieces
}

/** How deep a token's colour is, from -1 to 1; the root tells small ones from none. */
export function depthOf(advantage: number, largest: number): number {
  if (largest === 0) return 0
  return Math.sign(advantage) * Math.sqrt(Math.min(1, Math.abs(advantage) / largest))
}
