import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sizeOf, type Weights } from '../tensor.ts'
import { openSafetensors, readHeader } from './safetensors.ts'
import { createSafetensors, writeSafetensors } from './safetensors-writer.ts'

let dir = ''
let made = 0
const fresh = () => join(dir, `${made++}.safetensors`)

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'palaestra-safetensors-'))
})
afterAll(() => rm(dir, { recursive: true, force: true }))

const tiny = new URL('reference/tiny.safetensors', import.meta.url).pathname

async function* weightsOf(tensors: Readonly<Record<string, Float32Array>>): Weights {
  for (const [name, data] of Object.entries(tensors)) yield { name, data }
}
const bitsOf = (data: Float32Array) => [
  ...new Uint32Array(data.buffer, data.byteOffset, data.length),
]

/** A file of any header, with bytes after it. */
async function fileOf(header: unknown, dataBytes: number): Promise<string> {
  const text = typeof header === 'string' ? header : JSON.stringify(header)
  const prefix = Buffer.alloc(8)
  prefix.writeBigUInt64LE(BigInt(Buffer.byteLength(text)))
  const path = fresh()
  await writeFile(path, Buffer.concat([prefix, Buffer.from(text), Buffer.alloc(dataBytes)]))
  return path
}
const f32 = (shape: readonly number[], begin: number, end: number) => ({
  dtype: 'F32',
  shape,
  data_offsets: [begin, end],
})

describe('reading what the safetensors library wrote', () => {
  const special = [0, -0, 1, -1.5, 3.140625, Infinity, -Infinity, NaN]

  test('gives float32, float16 and bfloat16 numbers, subnormal ones included', async () => {
    await using file = await openSafetensors(tiny)

    expect([...(await file.read('f32'))]).toEqual([
      ...special,
      Math.fround(6e-8),
      Math.fround(1e-40),
    ])
    expect([...(await file.read('f16'))]).toEqual([...special, 2 ** -24, 0])
    expect([...(await file.read('bf16'))].slice(0, 8)).toEqual(special)
    expect([...(await file.read('scalar'))]).toEqual([2.5])
    expect([...(await file.read('empty'))]).toEqual([])
  })

  test('gives shapes and metadata', async () => {
    const { tensors, metadata } = await readHeader(tiny)

    expect(metadata).toEqual({ format: 'pt' })
    expect(tensors.get('bf16')).toMatchObject({ dtype: 'BF16', shape: [5, 2] })
    expect(tensors.get('scalar')?.shape).toEqual([])
    expect(tensors.get('empty')?.shape).toEqual([3, 0])
  })

  test('refuses numbers that are no floats, by name, when they are read', async () => {
    await using file = await openSafetensors(tiny)

    await expect(file.read('ids')).rejects.toThrow(/tensor ids is I64 \(convert it to/)
    await expect(file.read('idz')).rejects.toThrow(/it holds no tensor idz/)
  })
})

describe('a file that is written and read', () => {
  const tensors = fc.dictionary(
    fc.string({ minLength: 1 }).filter((name) => name !== '__metadata__'),
    fc.array(fc.nat(4), { maxLength: 3 }).chain((shape) =>
      fc.record({
        shape: fc.constant(shape),
        bits: fc.array(fc.nat(0xffffffff), {
          minLength: sizeOf(shape),
          maxLength: sizeOf(shape),
        }),
      }),
    ),
    { maxKeys: 5 },
  )

  test('holds the same bits, whatever they are', async () => {
    await fc.assert(
      fc.asyncProperty(
        tensors,
        fc.dictionary(fc.string(), fc.string()),
        async (given, metadata) => {
          const path = fresh()
          const shapes = Object.fromEntries(
            Object.entries(given).map(([name, { shape }]) => [name, shape]),
          )
          const weights = Object.fromEntries(
            Object.entries(given).map(([name, { bits }]) => [
              name,
              new Float32Array(Uint32Array.from(bits).buffer),
            ]),
          )

          await writeSafetensors(path, { shapes, weights: weightsOf(weights), metadata })

          await using file = await openSafetensors(path)
          expect({ ...file.header.metadata }).toEqual({ ...metadata })
          expect([...file.header.tensors.keys()].sort()).toEqual(Object.keys(given).sort())
          for (const [name, { shape, bits }] of Object.entries(given)) {
            expect(file.header.tensors.get(name)?.shape).toEqual(shape)
            expect(bitsOf(await file.read(name))).toEqual(bits)
          }
        },
      ),
      { numRuns: 60 },
    )
  })

  test.each(['f16', 'bf16'] as const)('holds %s numbers over many chunks', async (dtype) => {
    const path = fresh()
    const data = Float32Array.from({ length: 2 ** 21 + 2 ** 20 + 5 }, (_, i) => (i % 255) - 7)
    const lone = data.subarray(11, 14)

    await writeSafetensors(path, {
      shapes: { lone: [3], data: [data.length] },
      weights: weightsOf({ data, lone }),
      dtype,
    })

    await using file = await openSafetensors(path)
    expect(Buffer.from((await file.read('data')).buffer).equals(Buffer.from(data.buffer))).toBe(
      true,
    )
    expect([...(await file.read('lone'))]).toEqual([4, 5, 6])
  })

  test('starts its data at a multiple of 8 bytes', async () => {
    for (const name of ['a', 'ab', 'abc', 'abcd']) {
      const path = fresh()

      await writeSafetensors(path, {
        shapes: { [name]: [1] },
        weights: weightsOf({ [name]: Float32Array.of(1) }),
      })

      expect((await readHeader(path)).tensors.get(name)?.start).toSatisfy(
        (at: number) => at % 8 === 0,
      )
    }
  })
})

describe('a writer', () => {
  test('takes each of its tensors once, of the right size', async () => {
    await using writer = await createSafetensors(fresh(), { shapes: { a: [2], b: [1] } })
    await writer.write('a', Float32Array.of(1, 2))

    await expect(writer.write('a', Float32Array.of(1, 2))).rejects.toThrow('tensor a came twice')
    await expect(writer.write('c', Float32Array.of(1))).rejects.toThrow('it has no tensor c')
    await expect(writer.finish()).rejects.toThrow('tensor b is missing')
    await expect(writer.write('b', Float32Array.of(1, 2))).rejects.toThrow(
      'tensor b has 2 numbers (it takes 1)',
    )
  })

  test('refuses a number that its dtype cannot hold', async () => {
    await using writer = await createSafetensors(fresh(), { shapes: { a: [2] }, dtype: 'f16' })

    await expect(writer.write('a', Float32Array.of(1, -70_000))).rejects.toThrow(
      '-70000 in tensor a is too large for f16',
    )
  })

  test('leaves nothing that could be read where it does not finish', async () => {
    const path = fresh()
    const writer = await createSafetensors(path, { shapes: { a: [2] } })
    await writer.write('a', Float32Array.of(1, 2))
    await writer.close()

    await expect(readHeader(path)).rejects.toThrow(`Cannot read ${path}`)
  })

  test('does not write over a file', async () => {
    const path = fresh()
    await writeFile(path, 'mine')

    await expect(createSafetensors(path, { shapes: {} })).rejects.toThrow(`Cannot write ${path}`)
    expect(await readFile(path, 'utf8')).toBe('mine')
  })
})

describe('a file is refused', () => {
  test.each([
    ['whose header is not JSON', '{"a":', 0, 'its header is not JSON'],
    ['whose header is a list', [], 0, 'its header is not an object'],
    ['with metadata that are no texts', { __metadata__: { a: 1 } }, 0, 'its __metadata__ is not'],
    ['with a name of two lines', { 'a\nb': f32([1], 0, 4) }, 4, 'holds control characters'],
    ['with a tensor that is a number', { a: 3 }, 0, 'tensor a is not an object'],
    ['with a tensor without dtype', { a: { ...f32([1], 0, 4), dtype: 3 } }, 4, 'has no dtype'],
    ['with a negative size', { a: f32([-1], 0, 4) }, 4, 'tensor a has no shape of whole numbers'],
    ['with half an offset', { a: f32([1], 0.5, 4.5) }, 4, 'has no data_offsets of whole numbers'],
    ['with offsets the wrong way round', { a: f32([1], 4, 0) }, 4, 'from one byte to a later one'],
    ['whose sizes disagree', { a: f32([2, 3], 0, 20) }, 20, '[2,3] in F32 does not take 20 bytes'],
    ['with an overlap', { a: f32([2], 0, 8), b: f32([2], 4, 12) }, 12, 'tensor b overlaps'],
    ['with a gap', { a: f32([1], 0, 4), b: f32([1], 8, 12) }, 12, 'a gap before tensor b'],
    ['that is cut off', { a: f32([2], 0, 8) }, 7, 'it is cut off'],
    [
      'with bytes after the last tensor',
      { a: f32([1], 0, 4) },
      6,
      '2 bytes follow its last tensor',
    ],
  ])('%s', async (_, header, dataBytes, reason) => {
    const path = await fileOf(header, dataBytes)

    await expect(openSafetensors(path)).rejects.toMatchObject({
      name: 'ConfigError',
      message: expect.stringContaining(reason),
    })
  })

  test('wherever it is cut off', async () => {
    const whole = await readFile(tiny)
    for (let length = 0; length < whole.length; length += 13) {
      const path = fresh()
      await writeFile(path, whole)
      await truncate(path, length)

      await expect(openSafetensors(path)).rejects.toThrow(/^Cannot read .*\(.*\)$/)
    }
  })

  test('that is something else, or is not there', async () => {
    const path = fresh()
    await writeFile(path, '<!doctype html><html>not found</html>')

    await expect(openSafetensors(path)).rejects.toThrow('it is no safetensors file')
    await expect(openSafetensors(fresh())).rejects.toThrow('no such file or folder')
    await expect(openSafetensors(dir)).rejects.toThrow('it is a folder')
  })
})
