import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cutRequest, type ScoreRequest, type ScoreUnit, takeBatch } from './score-units.ts'

describe('cutRequest', () => {
  test('has each continuation with tokens in one unit, whatever the sizes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 90 }), lengths(), (prefix, sizes) => {
        const units = cutRequest(request(prefix, sizes), 64)

        const expected = [...sizes.keys()].filter((member) => (sizes[member] ?? 0) > 0)
        expect(units.flatMap(({ members }) => members)).toEqual(expected)
        for (const { kind, members, places } of units) {
          if (kind === 'rows') expect(members).toHaveLength(1)
          else expect(places).toBeLessThanOrEqual(64)
        }
      }),
      { seed: 1 },
    )
  })

  test('shares a prefix among continuations, in as many groups as a batch cannot hold', () => {
    const units = cutRequest(request(16, new Array<number>(10).fill(8)), 56)

    expect(units.map(({ kind, members }) => [kind, members.length])).toEqual([
      ['sharedPrompt', 5],
      ['sharedPrompt', 5],
    ])
  })

  test('copies a short prefix rather than padding short continuations to a long one', () => {
    const units = cutRequest(request(2, [40, 1, 1, 1]), 1000)

    expect(units.map(({ kind }) => kind)).toEqual(new Array<string>(4).fill('rows'))
  })
})

describe('takeBatch', () => {
  test('takes everything once, the oldest first, within the tokens', () => {
    const requests = fc.array(fc.tuple(fc.integer({ min: 1, max: 40 }), lengths()), {
      maxLength: 12,
    })
    fc.assert(
      fc.property(requests, (asked) => {
        const units = asked.flatMap(([prefix, sizes], index) =>
          cutRequest({ ...request(prefix, sizes), under: index % 3 ? 'policy' : 'base' }, 80),
        )

        let waiting: readonly ScoreUnit[] = units
        const taken: ScoreUnit[] = []
        while (waiting.length > 0) {
          const { batch, left } = takeBatch(waiting, 80)
          expect(batch[0]).toBe(waiting[0])
          expect(new Set(batch.map(({ kind, request }) => kind + request.under)).size).toBe(1)
          const places = batch.reduce((sum, unit) => sum + unit.places, 0)
          if (batch.length > 1) expect(places).toBeLessThanOrEqual(80)
          taken.push(...batch)
          waiting = left
        }

        expect(new Set(taken)).toEqual(new Set(units))
        expect(taken).toHaveLength(units.length)
      }),
      { seed: 2 },
    )
  })

  test('leaves groups for later that would be padded far', () => {
    const small = cutRequest(request(4, [4, 4]), 1000)
    const alike = cutRequest(request(3, [4, 3]), 1000)
    const large = cutRequest(request(100, [60, 60]), 1000)

    const { batch, left } = takeBatch([...small, ...large, ...alike], 1000)

    expect(batch).toEqual([...small, ...alike])
    expect(left).toEqual(large)
  })
})

function request(prefix: number, sizes: readonly number[]): ScoreRequest {
  return {
    prefix: new Array<number>(prefix).fill(1),
    continuations: sizes.map((size) => new Array<number>(size).fill(1)),
    ...{ temperature: 1, under: 'policy' },
  }
}

const lengths = () => fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 12 })
