import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Json } from '../../core/index.ts'
import { sizeOf } from '../tensor.ts'
import { loadState, type StateToSave, saveState, stepsOf } from './own-save.ts'
import { parameterShapes } from './parameters.ts'
import { collect, randomTensors, tinyQwen3, weightsOf } from './tiny-models.suite.ts'

let dir = ''
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'palaestra-state-'))
})
afterEach(() => rm(dir, { recursive: true, force: true }))

const shapes = parameterShapes(tinyQwen3)
const groups = ['weights', 'm', 'v'] as const

function stateOf(step: number, more: Partial<StateToSave> = {}): StateToSave {
  return {
    step,
    optimizerStep: step * 2,
    engine: { kind: 'onnx', device: 'cpu' },
    rng: { sampling: [1, 2, 3, 4, 5] },
    tensors: Object.fromEntries(
      groups.map((group, i) => [
        group,
        { shapes, weights: weightsOf(randomTensors(shapes, step * 10 + i)) },
      ]),
    ),
    ...more,
  }
}

describe('a save', () => {
  test('comes back as it was', async () => {
    const path = await saveState(dir, stateOf(42, { extra: { epoch: 1, note: 'ü' } }))

    await using state = await loadState(dir)

    expect(state).toMatchObject({
      path,
      step: 42,
      optimizerStep: 84,
      engine: { kind: 'onnx', device: 'cpu' },
      rng: { sampling: [1, 2, 3, 4, 5] },
      extra: { epoch: 1, note: 'ü' },
    })
    expect(Object.keys(state.tensors)).toEqual(groups)
    for (const [i, group] of groups.entries()) {
      expect(state.tensors[group]?.shapes).toEqual(shapes)
      expect(await collect(state.tensors[group]?.weights() ?? weightsOf({}))).toEqual(
        randomTensors(shapes, 420 + i),
      )
    }
    expect(await state.tensors['m']?.read('model.norm.weight')).toHaveLength(8)
  })

  test('holds the same bits and the same JSON, whatever they are', async () => {
    const plain = fc.jsonValue().filter((value) => !JSON.stringify(value).includes('__proto__'))
    const tensor = fc.array(fc.nat(3), { maxLength: 2 }).chain((shape) =>
      fc.record({
        shape: fc.constant(shape),
        bits: fc.array(fc.nat(0xffffffff), { minLength: sizeOf(shape), maxLength: sizeOf(shape) }),
      }),
    )

    await fc.assert(
      fc.asyncProperty(fc.nat(), tensor, plain, async (step, { shape, bits }, extra) => {
        const json = JSON.parse(JSON.stringify(extra)) as Json
        const data = new Float32Array(Uint32Array.from(bits).buffer)
        const tensors = { weights: { shapes: { x: shape }, weights: weightsOf({ x: data }) } }
        await saveState(dir, stateOf(step, { extra: json, rng: json, tensors, keep: 1 }))

        await using state = await loadState(dir, { step })

        expect(state.extra).toEqual(json)
        expect(state.rng).toEqual(json)
        const back = await state.tensors['weights']?.read('x')
        expect([...new Uint32Array(back?.buffer ?? new ArrayBuffer(4))]).toEqual(bits)
      }),
      { numRuns: 25 },
    )
  })

  test('of the last step is the one that is loaded, where none is named', async () => {
    for (const step of [9, 100, 20]) await saveState(dir, stateOf(step))

    await using last = await loadState(dir)
    await using named = await loadState(dir, { step: 20 })

    expect([last.step, named.step]).toEqual([100, 20])
    expect(await stepsOf(dir)).toEqual([9, 20, 100])
  })

  test('of a step that was saved before takes its place', async () => {
    await saveState(dir, stateOf(3, { extra: 'first' }))
    await saveState(dir, stateOf(3, { extra: 'second' }))

    await using state = await loadState(dir)

    expect(state.extra).toBe('second')
    expect(await readdir(dir)).toEqual(['step-00000003'])
  })

  test('leaves only the last ones that are to be kept, and always itself', async () => {
    for (const step of [1, 2, 3, 4]) await saveState(dir, stateOf(step, { keep: 2 }))
    expect(await stepsOf(dir)).toEqual([3, 4])

    await saveState(dir, stateOf(2, { keep: 1 }))
    expect(await stepsOf(dir)).toEqual([2])
  })
})

describe('an interrupted save', () => {
  test('leaves the older one as it was, and nothing beside it', async () => {
    await saveState(dir, stateOf(1))
    const breaking = (async function* () {
      yield { name: 'model.norm.weight', data: new Float32Array(8) }
      throw new Error('the engine stopped')
    })()

    await expect(
      saveState(dir, stateOf(2, { tensors: { weights: { shapes, weights: breaking } } })),
    ).rejects.toThrow('the engine stopped')

    await using state = await loadState(dir)
    expect(state.step).toBe(1)
    expect(await readdir(dir)).toEqual(['step-00000001'])
  })

  test('by a crash is no save, and the next one cleans up', async () => {
    await saveState(dir, stateOf(1))
    await mkdir(join(dir, '.step-00000002.palaestra-next'))
    await writeFile(join(dir, '.step-00000002.palaestra-next/weights.safetensors'), 'half')

    expect(await stepsOf(dir)).toEqual([1])
    await saveState(dir, stateOf(3))
    expect((await readdir(dir)).sort()).toEqual(['step-00000001', 'step-00000003'])
  })
})

describe('loading is refused', () => {
  test.each(['state.json', 'weights.safetensors', 'm.safetensors', 'v.safetensors'])(
    'where any byte of %s changed, by its name',
    async (file) => {
      const path = join(await saveState(dir, stateOf(5)), file)
      const bytes = await readFile(path)

      await fc.assert(
        fc.asyncProperty(
          fc.nat(bytes.length - 1),
          fc.integer({ min: 1, max: 255 }),
          async (at, by) => {
            const changed = Uint8Array.from(bytes)
            changed[at] = (changed[at] ?? 0) ^ by
            await writeFile(path, changed)
            // White space between the tokens of JSON means nothing.
            const same = file === 'state.json' && sameJson(bytes, changed)

            if (same) await (await loadState(dir)).close()
            else await expect(loadState(dir)).rejects.toThrow(path)
          },
        ),
        { numRuns: 40 },
      )
    },
  )

  test('where a file is missing or cut off, and an older save is named', async () => {
    await saveState(dir, stateOf(5))
    const path = await saveState(dir, stateOf(6))
    const file = join(path, 'v.safetensors')
    await writeFile(file, (await readFile(file)).subarray(0, 100))
    await expect(loadState(dir)).rejects.toThrow(
      `Cannot load ${file}: it is not as it was saved (load step 5)`,
    )
    await rm(file)
    await expect(loadState(dir)).rejects.toThrow(`Cannot load ${file}: the file is missing`)
  })

  test('where there is no such save', async () => {
    await expect(loadState(dir)).rejects.toThrow(`Cannot load ${dir}: it holds no save`)
    await expect(loadState(join(dir, 'none'))).rejects.toThrow('it holds no save')
    await saveState(dir, stateOf(5))
    await expect(loadState(dir, { step: 6 })).rejects.toThrow('no save of step 6 (choose from 5)')
  })

  test('where the format is of another version', async () => {
    const path = join(await saveState(dir, stateOf(5)), 'state.json')
    const text = await readFile(path, 'utf8')
    await writeFile(path, text.replace('"version": 1', '"version": 2'))

    await expect(loadState(dir)).rejects.toThrow(/state\.json: version: /)
  })
})

test.each([
  [{ step: -1 }, 'step is -1'],
  [{ optimizerStep: 1.5 }, 'optimizerStep is 1.5'],
  [{ keep: 0 }, 'keep is 0 (keep at least one)'],
  [{ extra: { loss: Number.NaN } }, 'loss is NaN (JSON holds finite numbers)'],
  [{ tensors: { '../weights': { shapes: {}, weights: weightsOf({}) } } }, '../weights is no file'],
])('what cannot be saved is refused before anything is written: %j', async (more, reason) => {
  await expect(saveState(dir, stateOf(1, more))).rejects.toThrow(reason)
  expect(await readdir(dir)).toEqual([])
})

function sameJson(a: Uint8Array, b: Uint8Array): boolean {
  try {
    const [one, other] = [a, b].map((bytes) =>
      JSON.stringify(JSON.parse(Buffer.from(bytes).toString())),
    )
    return one === other
  } catch {
    return false
  }
}
