import { spawnSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { BuildContext } from '../../engine.ts'
import { describeEngine, weightsOf } from '../engine.suite.ts'
import { openWorkerEngine } from '../worker/engine.ts'

const open = (threads = 1) =>
  openWorkerEngine({ engine: 'onnx', device: 'cpu', threads, reason: 'for a test' })

describeEngine('engine onnx on the CPU', () => open())

test('this thread goes on while the engine computes', async () => {
  await using engine = await open()
  const size = 1024
  await using parameters = await engine.open(
    { w: { shape: [size, size], trainable: true } },
    weightsOf({ w: new Array<number>(size * size).fill(0.001) }),
  )
  await using program = await parameters.program({
    batch: { x: { dtype: 'float32', shape: [size, size] } },
    build({ ops, parameter, input }) {
      let y = input('x')
      for (let i = 0; i < 12; i++) y = ops.matmul(y, parameter('w'))
      return { loss: ops.sum(y) }
    },
  })
  const x = { shape: [size, size], data: new Float32Array(size * size).fill(0.01) }
  await program.accumulate({ x })
  // 36 products of 2 GFLOP: tens of milliseconds at the least. On a busy machine this thread may rest all
  // the while: then it is seen another time.
  let turns = 0
  for (let i = 0; i < 20 && turns <= 10; i++) {
    turns = 0
    const timer = setInterval(() => turns++, 1)
    await program.accumulate({ x })
    clearInterval(timer)
  }

  expect(turns).toBeGreaterThan(10)
}, 120_000)

/** A head whose logits do not fit at once, and do for each half of the rows. */
test('goes through the rows of a large vocabulary in chunks', async () => {
  await using engine = await open()
  const [vocabulary, width, count] = [60_000, 4, 300]
  const wave = (length: number, pace: number) =>
    Float32Array.from({ length }, (_, i) => Math.sin(pace * (i + 1)))
  await using parameters = await engine.open(
    {
      head: { shape: [vocabulary, width], trainable: true },
      hidden: { shape: [width, width], trainable: true },
    },
    weightsOf({
      head: [...wave(vocabulary * width, 0.7)],
      hidden: [...wave(width * width, 0.3)],
    }),
  )
  await using program = await parameters.program({
    batch: {
      x: { dtype: 'float32', shape: ['N', width] },
      ids: { dtype: 'int32', shape: ['N'] },
    },
    build({ ops, parameter, input }: BuildContext) {
      const hidden = ops.linear(input('x'), parameter('hidden'))
      const { logProbs, entropy } = ops.logSoftmaxGather(hidden, parameter('head'), input('ids'))
      return { loss: ops.sum(ops.add(logProbs, entropy)), metrics: { logProbs } }
    },
  })
  const x = wave(count * width, 1.3)
  const ids = Int32Array.from({ length: count }, (_, i) => (i * 7919) % vocabulary)
  const part = (from: number, to: number) => ({
    x: { shape: [to - from, width], data: x.slice(from * width, to * width) },
    ids: { shape: [to - from], data: ids.slice(from, to) },
  })
  const halves = [
    await program.accumulate(part(0, 150)),
    await program.accumulate(part(150, count)),
  ]
  const expected = await parameters.readGradient('hidden')
  const expectedHead = await parameters.readGradient('head')
  await parameters.zeroGradients()

  const { loss, metrics } = await program.accumulate(part(0, count))

  const sum = halves.reduce((total, half) => total + half.loss, 0)
  expect(loss / sum).toBeCloseTo(1, 5)
  const logProbs = halves.flatMap((half) => [...(half.metrics['logProbs']?.data ?? [])])
  expect(largestDifference(metrics['logProbs']?.data ?? [], logProbs)).toBeLessThan(1e-5)
  expect(largestDifference(await parameters.readGradient('hidden'), expected)).toBeLessThan(1e-3)
  expect(largestDifference(await parameters.readGradient('head'), expectedHead)).toBeLessThan(1e-4)
})

function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Number.POSITIVE_INFINITY
  let largest = 0
  for (let i = 0; i < a.length; i++) {
    const difference = Math.abs((a[i] ?? Number.NaN) - (b[i] ?? Number.NaN))
    if (!(difference <= largest)) largest = difference
  }
  return largest
}

test('a program that never closes its engine ends all the same', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'palaestra-'))
  const program = join(folder, 'program.mjs')
  await writeFile(
    program,
    `import { openWorkerEngine } from '${new URL('../worker/engine.ts', import.meta.url)}'
    const engine = await openWorkerEngine({ engine: 'onnx', device: 'cpu', threads: 1, reason: '' })
    async function* weights() { yield { name: 'w', data: Float32Array.of(1, 2) } }
    const parameters = await engine.open({ w: { shape: [2], trainable: true } }, weights())
    const program = await parameters.program({
      batch: {},
      build: ({ ops, parameter }) => ({ loss: ops.sum(parameter('w')) }),
    })
    const { loss } = await program.accumulate({})
    console.log('loss', loss)`,
  )
  const loader = import.meta.resolve('tsx')

  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--conditions=palaestra-source', '--import', loader, program],
    { encoding: 'utf8', timeout: 100_000 },
  )

  await rm(folder, { recursive: true })
  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: 'loss 3\n', stderr: '' })
}, 120_000)

test('says that memory ran out, and computes on', async () => {
  await using engine = await open()
  await using parameters = await engine.open({}, weightsOf({}))
  await using outer = await parameters.inference(outerSum)
  const x = (length: number) => ({ x: { shape: [length], data: new Float32Array(length) } })

  // 160,000² numbers are 102 GB.
  const refusal = await outer.run(x(160_000)).catch((error: unknown) => error)

  expect(String(refusal)).toMatch(
    /^ModelError: Cannot compute: memory ran out, [^\n]+ \(take smaller batches, shorter sequences, or LoRA\)$/,
  )
  expect((await outer.run(x(3)))['y']?.data[0]).toBe(9)
})

/** The sum of a product that is as large as the square of its input. */
const outerSum = {
  batch: { x: { dtype: 'float32', shape: ['N'] } },
  build({ ops, input }: BuildContext) {
    const x = input('x')
    const products = ops.matmul(ops.reshape(x, ['N', 1]), ops.reshape(x, [1, 'N']))
    return { y: ops.sum(ops.exp(products)) }
  },
} as const
