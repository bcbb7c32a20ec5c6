import { describe, expect, test } from 'vitest'
import { createRng, type Grammar, type Sample, type SampleRequest } from '../../core/index.ts'
import { openEngine } from '../engines/open-engine.ts'
import type { Weights } from '../tensor.ts'
import { declareParameters } from '../transformer/declare-parameters.ts'
import { configs, openSharp, randomPrompt, requestOf, sharp } from './sampled-policy.suite.ts'
import type { Sampler, TokenVocabulary } from './sampler.ts'

const config = configs['llama'] ?? expect.fail('no such config')
const utf8 = new TextEncoder()
const letters = 'abcdefghijklmnopqrstuvw'
const vocabulary: TokenVocabulary = { bytes: [...letters].map((letter) => utf8.encode(letter)) }
const textOf = ({ ids }: Sample) => ids.map((id) => letters[id]).join('')
const prompt = randomPrompt(createRng(1), 12)

async function withSampler<T>(
  work: (sampler: Sampler) => Promise<T>,
  {
    weights = sharp(config, 1),
    cacheMiB,
    maxLength = config.maxLength,
  }: { weights?: Weights; cacheMiB?: number; maxLength?: number } = {},
): Promise<T> {
  await using engine = await openEngine({ engine: 'onnx', device: 'cpu', threads: 1 })
  const parameters = await engine.open(declareParameters(config, { frozen: true }), weights)
  const memory = cacheMiB === undefined ? {} : { cacheMiB }
  await using sampler = await parameters.sampler({
    ...{ config: { ...config, maxLength }, vocabulary, ...memory },
  })
  return await work(sampler)
}

/** Room for a request so long that no thread comes to its end before it is given up. */
const endless = { maxLength: 200_000 }

const request = (rest: Partial<SampleRequest> = {}) => requestOf(prompt, 40, 5, rest)

describe('a request', () => {
  test('ends with a stop id, which is its last', async () => {
    await withSampler(async (sampler) => {
      const whole = await sampler.sample(request())
      const stop = whole.ids[7] ?? -1
      const ended = await sampler.sample(request({ stopIds: [stop] }))
      expect(ended.finish).toBe('stopId')
      expect(ended.ids).toEqual(whole.ids.slice(0, whole.ids.indexOf(stop) + 1))
    })
  })

  test('ends with the token that completes a stop text', async () => {
    await withSampler(async (sampler) => {
      const whole = textOf(await sampler.sample(request()))
      const stop = whole.slice(5, 8)
      const ended = await sampler.sample(request({ stop: ['no such text', stop] }))
      expect(ended.finish).toBe('stopText')
      expect(textOf(ended)).toBe(whole.slice(0, whole.indexOf(stop) + stop.length))
    })
  })

  test('runs to its length where a stop text never comes', async () => {
    await withSampler(async (sampler) => {
      const { finish, ids } = await sampler.sample(request({ stop: ['0'] }))
      expect([finish, ids.length]).toEqual(['length', 40])
    })
  })

  test('ends by default with the stop ids of the model', async () => {
    await using engine = await openEngine({ engine: 'onnx', device: 'cpu', threads: 1 })
    const parameters = await openSharp(engine, config)
    const plain = await parameters.sampler({ config })
    const { ids } = await plain.sample(request())
    const stop = ids[3] ?? -1
    await using sampler = await parameters.sampler({ config: { ...config, eosTokenIds: [stop] } })
    const { stopIds: _, ...asked } = request()
    expect((await sampler.sample(asked)).finish).toBe('stopId')
  })

  test('gives both log-probs where less than the whole vocabulary was drawn from', async () => {
    await withSampler(async (sampler) => {
      const { logProbs, policyLogProbs = [] } = await sampler.sample(request({ topK: 3 }))
      expect(policyLogProbs.length).toBe(40)
      expect(logProbs.every((value, i) => value >= (policyLogProbs[i] ?? 0))).toBe(true)
      expect(logProbs).not.toEqual(policyLogProbs)
      expect((await sampler.sample(request())).policyLogProbs).toBeUndefined()
    })
  })

  test('that is cancelled in the middle ends with the reason, and disturbs nobody', async () => {
    const work = async (sampler: Sampler) => {
      const expected = await sampler.sample(request({ maxTokens: 200 }))
      const giveUp = new AbortController()
      const cancelled = sampler.sample(request({ seed: 6, maxTokens: 190_000 }), giveUp)
      const going = sampler.sample(request({ maxTokens: 200 }))
      await sampler.sample(request({ seed: 7, maxTokens: 20 }))
      giveUp.abort(new Error('enough'))
      await expect(cancelled).rejects.toThrow('enough')
      expect((await going).ids).toEqual(expected.ids)
      const after = await sampler.sample(request({ maxTokens: 200 }))
      expect(after.ids).toEqual(expected.ids)
      expect((await sampler.statistics()).running).toBe(0)
    }
    await withSampler(work, endless)
  })

  test('takes the likeliest token at a temperature so low that dividing by it overflows', async () => {
    await withSampler(async (sampler) => {
      const expected = await sampler.sample(request({ temperature: 0 }))
      for (const temperature of [1e-8, 1e-38, 5e-324]) {
        const { ids, logProbs } = await sampler.sample(request({ temperature }))
        expect(ids).toEqual(expected.ids)
        expect(Math.min(...logProbs)).toBeCloseTo(0, 5)
      }
    })
  })

  test('that is cancelled before it begins is not sampled', async () => {
    await withSampler(async (sampler) => {
      const signal = AbortSignal.abort(new Error('too late'))
      await expect(sampler.sample(request(), { signal })).rejects.toThrow('too late')
      expect((await sampler.statistics()).requests).toBe(0)
    })
  })

  test('whose numbers are not finite fails alone, and leaves nothing behind in the cache', async () => {
    const untied = { ...config, tiedEmbeddings: false }
    await using engine = await openEngine({ engine: 'onnx', device: 'cpu', threads: 1 })
    async function* weights(): Weights {
      for await (const { name, data } of sharp(untied, 1)) {
        // Of one token alone: prompts without it never read it.
        if (name.includes('embed_tokens')) data.fill(Number.NaN, 22 * config.width)
        yield { name, data }
      }
    }
    const parameters = await engine.open(declareParameters(untied, { frozen: true }), weights())
    await using sampler = await parameters.sampler({ config: untied })
    const clean = requestOf([1, 2, 3, 4], 4, 1)
    const expected = await sampler.sample(clean)

    const [bad, ...good] = await Promise.allSettled([
      sampler.sample(requestOf([1, 2, 22, 3], 4, 1)),
      sampler.sample(clean),
      sampler.sample(requestOf([5, 6, 7], 4, 1)),
    ])

    expect(bad).toMatchObject({
      reason: {
        message: expect.stringMatching(/^Cannot sample: the numbers of the model are not/),
      },
    })
    expect(good.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled'])
    for (let i = 0; i < 4; i++) {
      expect((await sampler.sample(requestOf([9 + i, 2, 3, 4], 4, 1))).ids.length).toBe(4)
    }
    expect((await sampler.sample(clean)).ids).toEqual(expected.ids)
  })

  test.each([
    [{ prompt: [] }, 'its prompt is empty'],
    [{ prompt: [3, 23] }, 'its prompt holds 23, which is no token of 23'],
    [{ prompt: [0.5] }, 'its prompt holds 0.5, which is no token of 23'],
    [{ maxTokens: 2037 }, 'longer than the context of 2048'],
    [{ maxTokens: 0 }, 'maxTokens 0 is no count from 1'],
    [{ temperature: -1 }, 'temperature -1 is not 0 or above'],
    [{ temperature: Number.NaN }, 'temperature NaN is not 0 or above'],
    [{ topP: 0 }, 'topP 0 is not above 0 and up to 1'],
    [{ topK: 0 }, 'topK 0 is no count'],
    [{ minP: 2 }, 'minP 2 is not from 0 to 1'],
    [{ seed: 0.1 }, 'its seed 0.1 is no whole number'],
    [{ stop: [''] }, 'Cannot stop'],
  ])('that cannot be is refused alone: %j', async (wrong, message) => {
    await withSampler(async (sampler) => {
      const [refused, other] = await Promise.allSettled([
        sampler.sample(request(wrong)),
        sampler.sample(request()),
      ])
      expect(refused).toMatchObject({ reason: { message: expect.stringContaining(message) } })
      expect(other.status).toBe('fulfilled')
    })
  })

  test('that no cache could hold is refused, and one that waits for room is not', async () => {
    await withSampler(
      async (sampler) => {
        await expect(sampler.sample(request({ maxTokens: 500 }))).rejects.toThrow(
          'keys and values of 512 tokens do not fit the cache (give the sampler more cacheMiB)',
        )
        const samples = await Promise.all(
          Array.from({ length: 8 }, (_, seed) => sampler.sample(request({ seed }))),
        )
        expect(samples.every(({ ids }) => ids.length === 40)).toBe(true)
      },
      { cacheMiB: 0.02 },
    )
  })

  test('of text needs a vocabulary', async () => {
    await using engine = await openEngine({ engine: 'onnx', device: 'cpu', threads: 1 })
    const parameters = await openSharp(engine, config)
    await using sampler = await parameters.sampler({ config })
    await expect(sampler.sample(request({ stop: ['a'] }))).rejects.toThrow('with a vocabulary')
  })
})

describe('a request with a grammar', () => {
  const texts = ['abc', 'abd', 'abdu', 'vut', 'g']
  const grammar: Grammar = {
    kind: 'choice',
    options: texts.map((text) => ({ kind: 'literal', text })),
  }

  test('writes what that allows alone, with log-probs that sum to one over all of it', async () => {
    await withSampler(async (sampler) => {
      const found = new Map<string, number>()
      const samples = await Promise.all(
        Array.from({ length: 600 }, (_, seed) =>
          sampler.sample(request({ grammar, seed, temperature: 4, stopIds: [22] })),
        ),
      )
      for (const sample of samples) {
        expect(sample.finish).toBe('stopId')
        const text = textOf({ ...sample, ids: sample.ids.slice(0, -1) })
        expect(texts).toContain(text)
        const total = sample.logProbs.reduce((sum, logProb) => sum + logProb, 0)
        expect(Math.abs(total - (found.get(text) ?? total))).toBeLessThan(1e-5)
        found.set(text, total)
        // Nothing else than `bd` or `bc` may follow an a.
        if (text.startsWith('ab')) expect(sample.logProbs[1]).toBe(0)
      }
      expect(found.size).toBe(texts.length)
      const mass = [...found.values()].reduce((sum, logProb) => sum + Math.exp(logProb), 0)
      expect(mass).toBeCloseTo(1, 5)
    })
  })

  test('ends where that does, when there is no stop id', async () => {
    await withSampler(async (sampler) => {
      const literal: Grammar = { kind: 'literal', text: 'abc' }
      const { finish, ids, logProbs, policyLogProbs } = await sampler.sample(
        request({ grammar: literal }),
      )
      expect([finish, textOf({ ids } as Sample)]).toEqual(['grammar', 'abc'])
      expect(logProbs).toEqual([0, 0, 0])
      expect(policyLogProbs?.every((logProb) => logProb < 0)).toBe(true)
    })
  })

  test.each([
    ['that no token can write', { kind: 'literal', text: 'a{' }, 40],
    ['that is empty', { kind: 'json', schema: { enum: [] } }, 40],
    ['that is longer than the sample may be', { kind: 'literal', text: 'abcd' }, 3],
  ] satisfies readonly (readonly [string, Grammar, number])[])(
    '%s fails alone',
    async (_, wrong, maxTokens) => {
      await withSampler(async (sampler) => {
        const [failed, other] = await Promise.allSettled([
          sampler.sample(request({ grammar: wrong, maxTokens })),
          sampler.sample(request({ grammar })),
        ])
        expect(failed).toMatchObject({ reason: { message: expect.stringMatching(/^Cannot /) } })
        expect(other.status).toBe('fulfilled')
      })
    },
  )
})

describe('a sampler', () => {
  test('keeps its weights where others do not fit', async () => {
    await withSampler(async (sampler) => {
      const expected = await sampler.sample(request())
      const going = sampler.sample(request({ maxTokens: 300 }))
      async function* wrong(): Weights {
        for await (const { name, data } of sharp(config, 9)) {
          yield { name, data: name.endsWith('up_proj.weight') ? data.slice(1) : data }
        }
      }
      await expect(sampler.swap(wrong())).rejects.toThrow(
        'Cannot load model.layers.0.mlp.up_proj.weight: it holds 511 numbers, not 512',
      )
      expect((await going).policyVersions).toEqual([[0, 300]])
      expect((await sampler.sample(request())).ids).toEqual(expected.ids)
    })
  })

  test('that is closed gives no more samples, and ends those under way', async () => {
    const work = async (sampler: Sampler) => {
      const going = sampler.sample(request({ maxTokens: 190_000 })).catch((error: Error) => error)
      await sampler.sample(request({ maxTokens: 1 }))
      await sampler.close()
      expect(await going).toMatchObject({
        message: 'Cannot sample: the sampler has been closed (open another)',
      })
      await expect(sampler.sample(request())).rejects.toThrow('has been closed')
      await sampler.close()
    }
    await withSampler(work, endless)
  })

  test.each([
    [{ maxRows: 0 }, '0 requests in a batch'],
    [{ maxRows: 1.5 }, '1.5 requests in a batch'],
    [{ cacheMiB: 0 }, 'a cache of 0 MiB'],
  ])('is not opened with %j', async (options, reason) => {
    await using engine = await openEngine({ engine: 'onnx', device: 'cpu', threads: 1 })
    const parameters = await openSharp(engine, config)
    await expect(parameters.sampler({ config, ...options })).rejects.toThrow(reason)
  })
})
