import { setTimeout } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { ModelError } from '../../core/index.ts'
import type { Parameters } from '../engine.ts'
import { createScorer } from './create-scorer.ts'
import { config, openReference, tokens, VOCABULARY, watched, weights } from './scorer.suite.ts'

/** Parameters that do something before each batch. */
const before = (parameters: Parameters, happens: () => void): Parameters => ({
  ...parameters,
  async inference(definition) {
    const inference = await parameters.inference(definition)
    return {
      ...inference,
      run: async (batch) => {
        happens()
        return inference.run(batch)
      },
    }
  },
})

test('takes in the next batch what came during one, without waiting for more', async () => {
  const { parameters, batches } = watched(await openReference())
  const later: Promise<unknown>[] = []
  const busy = before(parameters, () => {
    if (later.length === 0) later.push(...[2, 3, 4].map(ask))
  })
  await using scorer = createScorer({ parameters: busy, config })
  const ask = (seed: number) => scorer.score(tokens(seed, 5), [tokens(seed, 3)])

  await ask(1)
  await Promise.all(later)

  expect(batches.map(({ targets }) => targets?.shape)).toEqual([[3], [9]])
})

test('keeps batches within the tokens it was given', async () => {
  const { parameters, batches } = watched(await openReference())
  await using scorer = createScorer({ parameters, config, tokensAtOnce: 40 })

  await Promise.all(
    Array.from({ length: 12 }, (_, seed) => scorer.score(tokens(seed, 6), [tokens(seed, 4)])),
  )

  expect(batches.map(({ targets }) => targets?.shape)).toEqual([[16], [16], [16]])
})

describe('what one call does wrong', () => {
  test.each([
    ['an empty prefix', [], [[1]], 'Cannot score the prefix: it is empty'],
    ['an unknown token', [1], [[2], [3, 13]], 'continuation 1: token 13 is not among the 13'],
    ['half a token', [0.5], [[2]], 'the prefix: token 0.5 is not among the 13 of the model'],
    ['too many tokens', tokens(1, 60), [[1], tokens(2, 5)], 'ends at 65 tokens, beyond the 64'],
  ])('is refused, and the others are scored: %s', async (_, prefix, continuations, message) => {
    await using scorer = createScorer({ parameters: await openReference(), config })

    const [bad, good] = await Promise.allSettled([
      scorer.score(prefix, continuations),
      scorer.score([1, 2], [[3]]),
    ])

    expect(bad).toMatchObject({ status: 'rejected', reason: { name: 'ModelError' } })
    expect(bad.status === 'rejected' && String(bad.reason.message)).toContain(message)
    expect(good.status).toBe('fulfilled')
  })

  test('spoils no other where its numbers are not finite', async () => {
    const sick = VOCABULARY - 1
    const parameters = await openReference(
      weights(6, (name, data) =>
        name === 'model.embed_tokens.weight' ? data.fill(Number.NaN, sick * config.width) : data,
      ),
    )
    await using scorer = createScorer({ parameters, config })

    // Rows are as long as the first sequence: the second shares one with the third.
    const settled = await Promise.allSettled([
      scorer.score([1, 2, 3, 4, 5, 6], [[3, 4]]),
      scorer.score([1, sick], [[3, 4]]),
      scorer.score([5, 6], [[3, 4]]),
      scorer.score(
        [5, 6],
        [
          [3, 4, 1],
          [sick, 1, 1],
        ],
      ),
    ])

    expect(settled.map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      'fulfilled',
      'rejected',
    ])
    expect(settled[1]).toMatchObject({
      reason: new ModelError(
        'Cannot score: the numbers of the model are not finite (go back to earlier weights)',
      ),
    })
  })

  test('is refused with the failure of an engine, which may be well again', async () => {
    const parameters = await openReference()
    let failures = 1
    const failing = before(parameters, () => {
      if (failures-- > 0) throw new RangeError('out of memory')
    })
    await using scorer = createScorer({ parameters: failing, config })

    await expect(scorer.score([1], [[2]])).rejects.toThrow(
      new ModelError('Cannot score: out of memory (the engine refused a batch)'),
    )
    expect(await scorer.score([1], [[2]])).toHaveLength(1)
  })
})

describe('cancelling', () => {
  test('refuses a call with the reason of its signal, and scores the others', async () => {
    const { parameters, batches } = watched(await openReference())
    await using scorer = createScorer({ parameters, config })
    const controller = new AbortController()
    const reason = new Error('the episode is over')

    const cancelled = scorer.score([1, 2], [[3]], { signal: controller.signal })
    const other = scorer.score([4, 5], [[6, 7]])
    controller.abort(reason)

    await expect(cancelled).rejects.toBe(reason)
    expect((await other)[0]?.logProbs).toHaveLength(2)
    expect(batches.map(({ targets }) => targets?.shape)).toEqual([[2]])
  })

  test('refuses a call that is being computed', async () => {
    const parameters = await openReference()
    const controller = new AbortController()
    const reason = new Error('too late')
    const slow = before(parameters, () => {
      controller.abort(reason)
    })
    await using scorer = createScorer({ parameters: slow, config })

    const settled = await Promise.allSettled([
      scorer.score([1, 2], [[3]], { signal: controller.signal }),
      scorer.score([1, 2], [[3]]),
    ])

    expect(settled.map(({ status }) => status)).toEqual(['rejected', 'fulfilled'])
    expect(settled[0]).toMatchObject({ reason })
  })

  test('refuses a call whose signal is aborted already', async () => {
    await using scorer = createScorer({ parameters: await openReference(), config })
    const reason = new Error('over')

    await expect(scorer.score([1], [[2]], { signal: AbortSignal.abort(reason) })).rejects.toBe(
      reason,
    )
  })
})

test('refuses what waits when it is closed, and what comes after', async () => {
  const scorer = createScorer({ parameters: await openReference(), config })
  const waiting = scorer.score([1], [[2]])
  const refused = expect(waiting).rejects.toThrow('Cannot score: the scorer is closed')

  await scorer.close()
  await scorer.close()

  await refused
  await expect(scorer.score([1], [[2]])).rejects.toThrow('Cannot score: the scorer is closed')
})

test('takes one signal for many calls', async () => {
  const warnings: unknown[] = []
  const warned = (warning: unknown) => warnings.push(warning)
  process.on('warning', warned)
  await using scorer = createScorer({ parameters: await openReference(), config })
  const { signal } = new AbortController()

  await Promise.all(
    Array.from({ length: 20 }, (_, seed) => scorer.score([1], [tokens(seed, 2)], { signal })),
  )

  await setTimeout(0)
  process.off('warning', warned)
  expect(warnings).toEqual([])
})
