import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { z } from 'zod'
import { createRng, type Grammar, type Rng } from '../../core/index.ts'
import type { TokenVocabulary } from '../sampler/sampler.ts'
import { createConstraint } from './create-constraint.ts'
import type { Constraint } from './grammar.ts'
import { matches } from './matches.ts'
import { jsonOf, schemas } from './schemas.suite.ts'
import { byteVocabulary, lastId, vocabularyOf } from './vocabularies.suite.ts'
import { randomWalk } from './walks.suite.ts'

const ASCII = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i))
const MOST = 2000

const vocabularies: Record<string, (rng: Rng) => TokenVocabulary> = {
  bytes: (rng) => byteVocabulary(rng, 0),
  'bytes and merges': (rng) => byteVocabulary(rng, 400),
  characters: () => vocabularyOf([...ASCII, 'é', '😀', '\n', '\uFFFD']),
  'characters, some missing': (rng) =>
    vocabularyOf([...ASCII, 'é', '😀', '":', '\\n'].filter(() => rng.chance(0.97))),
}

/** The fewest tokens with which it starts at all; undefined where the vocabulary cannot write it. */
function fewest(constraint: Constraint): number | undefined {
  for (let remaining = 1; remaining < MOST; remaining++) {
    try {
      constraint.start().legal(remaining)
      return remaining
    } catch {}
  }
  return undefined
}

function checkWalks(
  schema: z.ZodType,
  options: { readonly vocabulary: TokenVocabulary; readonly stops: boolean; readonly rng: Rng },
): boolean {
  const { vocabulary, rng } = options
  const grammar: Grammar = { kind: 'json', schema: jsonOf(schema) }
  const stopIds = options.stops ? [lastId(vocabulary)] : []
  const constraint = createConstraint(grammar, { vocabulary, stopIds })
  const least = fewest(constraint)
  if (least === undefined) return false
  for (const more of [0, 1, 5, 60]) {
    const walk = randomWalk(constraint, { vocabulary, stopIds, budget: least + more, rng })

    const parsed = schema.safeParse(JSON.parse(walk.text))
    expect(parsed.error?.message, walk.text).toBeUndefined()
    expect(matches(grammar, walk.text), walk.text).toBe(true)
  }
  return true
}

for (const [name, build] of Object.entries(vocabularies)) {
  test(`random tokens of ${name} always end, within the budget, in a text that the schema accepts`, () => {
    let written = 0

    fc.assert(
      fc.property(schemas, fc.integer(), fc.boolean(), (schema, seed, stops) => {
        const rng = createRng(seed)
        if (checkWalks(schema, { vocabulary: build(rng), stops, rng })) written++
      }),
      { numRuns: 60, seed: 8 },
    )

    expect(written).toBeGreaterThan(name.includes('missing') ? 5 : 50)
  })
}
