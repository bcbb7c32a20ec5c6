/** A stored episode of a training run, token by token. This file runs in Node and in the page. */
export interface Sample {
  readonly turns: readonly SampleTurn[]
  /** Parts of the reward, by name. */
  readonly parts: Readonly<Record<string, number>>
  readonly sequences: readonly SampleSequence[]
}

export interface SampleTurn {
  readonly reward: number | null
  readonly advantage: number | null
}

/** What went through the policy as one sequence; all lists are as long as `ids`. */
export interface SampleSequence {
  readonly ids: readonly number[]
  readonly texts: readonly string[]
  /** 1: trained. */
  readonly mask: readonly number[]
  /** Of the sampler; null: not drawn, or not known. */
  readonly logProbs: readonly (number | null)[]
  readonly advantages: readonly number[]
  /** Which turn drew it; -1: it was read. */
  readonly turn: readonly number[]
}

/** The same for a page: token texts once, equal numbers side by side once. */
export interface PackedSample extends Omit<Sample, 'sequences'> {
  readonly sequences: readonly PackedSequence[]
}

interface PackedSequence {
  /** Different tokens. */
  readonly vocabulary: readonly (readonly [id: number, text: string])[]
  /** Places in the vocabulary. */
  readonly tokens: readonly number[]
  readonly logProbs: readonly (number | null)[]
  readonly mask: Runs
  readonly advantages: Runs
  readonly turn: Runs
}

/** [value, length, value, length ...] */
type Runs = readonly number[]

export function packSample({ turns, parts, sequences }: Sample): PackedSample {
  return { turns, parts, sequences: sequences.map(packSequence) }
}

export function unpackSample({ turns, parts, sequences }: PackedSample): Sample {
  return { turns, parts, sequences: sequences.map(unpackSequence) }
}

function packSequence(sequence: SampleSequence): PackedSequence {
  const places = new Map<string, number>()
  const vocabulary: [number, string][] = []
  const tokens = sequence.ids.map((id, at) => {
    const text = sequence.texts[at] ?? ''
    // One id may have several texts: half a letter is completed by the token after it.
    const key = `${id} ${text}`
    const known = places.get(key)
    if (known !== undefined) return known
    places.set(key, vocabulary.length)
    return vocabulary.push([id, text]) - 1
  })
  return {
    vocabulary,
    tokens,
    logProbs: sequence.logProbs.map((value) => (value === null ? null : rounded(value))),
    mask: runsOf(sequence.mask),
    advantages: runsOf(sequence.advantages.map(rounded)),
    turn: runsOf(sequence.turn),
  }
}

function unpackSequence({ vocabulary, tokens, ...packed }: PackedSequence): SampleSequence {
  return {
    ids: tokens.map((at) => vocabulary[at]?.[0] ?? 0),
    texts: tokens.map((at) => vocabulary[at]?.[1] ?? ''),
    logProbs: packed.logProbs,
    mask: valuesOf(packed.mask),
    advantages: valuesOf(packed.advantages),
    turn: valuesOf(packed.turn),
  }
}

/** To what can be told apart by looking. */
const rounded = (value: number) => Math.round(value * 1e4) / 1e4

function runsOf(values: readonly number[]): Runs {
  const runs: number[] = []
  for (const value of values) {
    if (runs.length > 0 && runs.at(-2) === value) runs[runs.length - 1] = (runs.at(-1) ?? 0) + 1
    else runs.push(value, 1)
  }
  return runs
}

function valuesOf(runs: Runs): number[] {
  const values: number[] = []
  for (let i = 0; i < runs.length; i += 2) {
    for (let count = runs[i + 1] ?? 0; count > 0; count--) values.push(runs[i] ?? 0)
  }
  return values
}
