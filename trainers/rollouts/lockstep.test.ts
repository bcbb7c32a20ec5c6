import { describe, expect, test } from 'vitest'
import type { Sample, SampleRequest } from '../../core/index.ts'
import { createLockstep } from './lockstep.ts'

/** A sampler that tells which requests came to it during one hold. */
function batching() {
  const batches: number[][] = []
  let open: number[] | null = null
  return {
    batches,
    sampler: {
      async sample({ seed }: SampleRequest): Promise<Sample> {
        if (!open) throw new Error('a request came alone')
        open.push(seed)
        return { ids: [seed], logProbs: [0], finish: 'length', policyVersions: [[0, 1]] }
      },
      hold() {
        open = []
        return () => {
          if (open) batches.push(open)
          open = null
        }
      },
    },
  }
}
const request = (seed: number): SampleRequest => ({ prompt: [1], maxTokens: 1, seed })
const settled = () => new Promise((resolve) => setImmediate(resolve))

describe('episodes that sample together', () => {
  test('wait until each of them has asked, and go on in their order, whoever asked first', async () => {
    const { sampler, batches } = batching()
    const { enter } = createLockstep(sampler)
    const [first, second, third] = [enter(1), enter(2), enter(3)]

    const asked = [third.sampler.sample(request(30)), first.sampler.sample(request(10))]
    await settled()
    expect(batches).toEqual([])
    asked.push(second.sampler.sample(request(20)))

    expect((await Promise.all(asked)).map(({ ids }) => ids[0])).toEqual([30, 10, 20])
    expect(batches).toEqual([[10, 20, 30]])
  })

  test('wait for one that came later, and for one that thinks, but not for one that left', async () => {
    const { sampler, batches } = batching()
    const { enter } = createLockstep(sampler)
    const [one, two] = [enter(1), enter(2)]

    const asked = [one.sampler.sample(request(1))]
    const late = enter(3)
    asked.push(two.sampler.sample(request(2)))
    await settled()
    expect(batches).toEqual([])
    late.leave()
    await Promise.all(asked)
    expect(batches).toEqual([[1, 2]])

    const again = two.sampler.sample(request(3))
    await settled()
    expect(batches).toHaveLength(1)
    one.leave()
    await again
    expect(batches).toEqual([[1, 2], [3]])
  })

  test('go on without a request that was given up; its episode is waited for until it leaves', async () => {
    const { sampler, batches } = batching()
    const { enter } = createLockstep(sampler)
    const [one, two] = [enter(1), enter(2)]
    const controller = new AbortController()

    const given = one.sampler.sample(request(1), { signal: controller.signal })
    controller.abort(new Error('too late'))
    await expect(given).rejects.toThrow('too late')
    const asked = two.sampler.sample(request(2))
    await settled()
    expect(batches).toEqual([])
    const anew = one.sampler.sample(request(3))

    await Promise.all([asked, anew])
    expect(batches).toEqual([[3, 2]])
    await expect(one.sampler.sample(request(4), { signal: controller.signal })).rejects.toThrow(
      'too late',
    )
  })

  test('whose sampler fails are told, each for itself', async () => {
    const { enter } = createLockstep({
      sample: async ({ seed }) => {
        throw new Error(`no ${seed}`)
      },
      hold: () => () => {},
    })
    const [one, two] = [enter(1), enter(2)]

    const asked = [one.sampler.sample(request(1)), two.sampler.sample(request(2))]

    await expect(asked[0]).rejects.toThrow('no 1')
    await expect(asked[1]).rejects.toThrow('no 2')
  })
})
