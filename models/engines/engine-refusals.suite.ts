import { Worker } from 'node:worker_threads'
import { afterEach, expect, test, vi } from 'vitest'
import type { BuildContext, Engine } from '../engine.ts'
import type { Weights } from '../tensor.ts'
import { declared, openSmall, rows, squares, weightsOf } from './engine.suite.ts'

const whole = { weight: [1, 2, 3, 4, 5, 6], bias: [1, 2], frozen: [3] }

/** How an engine says no: in one line, and with nothing changed. */
export function testRefusals(shared: () => Engine, open: () => Promise<Engine>): void {
  afterEach(() => vi.restoreAllMocks())

  const { bias: _, ...withoutBias } = whole
  test.each<readonly [string, () => Weights, string]>([
    ['is missing', () => weightsOf(withoutBias), 'Cannot load bias: it is missing (give'],
    ['comes twice', () => both(whole, { bias: [1, 2] }), 'Cannot load bias: it comes twice (give'],
    ['is not declared', () => weightsOf({ other: [1] }), 'Cannot load other: it is not declared'],
    [
      'has a wrong size',
      () => weightsOf({ bias: [1] }),
      'Cannot load bias: it holds 1 numbers, not 2 (its shape is [2])',
    ],
  ])('refuses weights of which one %s', async (_reason, weights, message) => {
    const engine = shared()

    await expect(engine.open(declared, weights())).rejects.toThrow(message)

    await using parameters = await openSmall(engine)
    expect([...(await parameters.read('frozen'))]).toEqual([2])
  })

  const numbers = new Float32Array(6)
  test.each([
    ['without a tensor', {}, 'Cannot take x: it is missing (give it in the batch)'],
    [
      'of other axes',
      { x: { shape: [6], data: numbers } },
      'Cannot take x of shape [6]: it has 1 axes, not 2 (it is declared as [N, 3])',
    ],
    [
      'of another size',
      { x: { shape: [3, 2], data: numbers } },
      'Cannot take x of shape [3, 2]: axis 1 should be 3 (it is declared as [N, 3])',
    ],
    [
      'of whole numbers',
      { x: { shape: [2, 3], data: new Int32Array(6) } },
      'Cannot take x: it is no Float32Array (it is declared as float32)',
    ],
    [
      'of too few numbers',
      { x: { shape: [3, 3], data: numbers } },
      'Cannot take x: it holds 6 numbers, not 9 (its shape is [3, 3])',
    ],
  ])('refuses a batch %s, and takes the next', async (_what, batch, message) => {
    const engine = shared()
    await using parameters = await openSmall(engine)
    await using program = await parameters.program(squares)
    await using inference = await parameters.inference({
      batch: squares.batch,
      build: (context) => squares.build(context).metrics,
    })

    await expect(program.accumulate(batch)).rejects.toThrow(message)
    await expect(inference.run(batch)).rejects.toThrow(message)

    expect((await program.accumulate(rows(2))).loss).toBeGreaterThan(0)
  })

  test('takes of a batch what is declared, in whatever memory it lies', async () => {
    const engine = shared()
    await using parameters = await openSmall(engine)
    await using program = await parameters.program(squares)
    const { x } = rows(2)
    const { loss } = await program.accumulate({ x })
    const within = new Float32Array(20)
    within.set(x.data, 5)
    const common = new Float32Array(new SharedArrayBuffer(x.data.byteLength))
    common.set(x.data)
    // The name of a parameter, which stays what it is.
    const weight = { shape: [2, 3], data: new Float32Array(6) }

    for (const data of [within.subarray(5, 11), common]) {
      const same = await program.accumulate({ x: { shape: [2, 3], data }, weight })
      expect(same.loss).toBe(loss)
    }
    await parameters.write('weight', common)
    common.fill(0)
    expect(await parameters.read('weight')).toEqual(x.data)
  })

  test('refuses what cannot be sent to its thread, and names that stand for two tensors', async () => {
    const engine = shared()
    await using parameters = await openSmall(engine)
    const odd = { ...declared, frozen: { shape: [], trainable: false, note: () => {} } }

    await expect(engine.open(odd, weightsOf(whole))).rejects.toThrow(
      /^Cannot compute: .+ could not be cloned\. \(give tensors and numbers alone\)$/,
    )
    const twice = {
      batch: { bias: { dtype: 'float32', shape: [] } },
      build: ({ input }: BuildContext) => ({ loss: input('bias') }),
    } as const
    await expect(parameters.program(twice)).rejects.toThrow(
      'Cannot trace: bias is a parameter and a tensor of the batch (give one another name)',
    )
    await expect(parameters.inference({ batch: {}, build: () => ({}) })).rejects.toThrow(
      'Cannot infer: nothing is to be given (return a value by a name)',
    )
    await expect(parameters.writeOptimizer({ step: -1, moments: weightsOf({}) })).rejects.toThrow(
      'Cannot load moments of step -1: it is no count',
    )
  })

  test('ends what is under way when it is closed, and takes nothing behind it', async () => {
    const engine = await open()
    const parameters = await openSmall(engine)
    const program = await parameters.program(squares)

    const before = program.accumulate(rows(2))
    const closing = engine.close()
    const after = program.accumulate(rows(2))

    await expect(after).rejects.toThrow('it has been closed (open another)')
    expect((await before).loss).toBeGreaterThan(0)
    await closing
  })

  test('refuses what it does not hold, and steps that leave no number', async () => {
    const engine = shared()
    await using parameters = await openSmall(engine)
    const data = Float32Array.of(1)

    await expect(parameters.read('other')).rejects.toThrow(
      'Cannot read other: there is no such parameter (see what is declared)',
    )
    await expect(parameters.readGradient('frozen')).rejects.toThrow(
      'Cannot read the gradient of frozen: it is not trained (see what is declared)',
    )
    await expect(parameters.write('bias', data)).rejects.toThrow('holds 1 numbers, not 2')
    const moments = weightsOf({ 'frozen.m': [1] })
    await expect(parameters.writeOptimizer({ step: 1, moments })).rejects.toThrow(
      'Cannot load the moment frozen.m: nothing of that name is trained',
    )
    const few = weightsOf({ 'weight.m': whole.weight })
    await expect(parameters.writeOptimizer({ step: 1, moments: few })).rejects.toThrow(
      'Cannot load the moment weight.v: it is missing',
    )
    await expect(parameters.apply({ learningRate: 0.1, denominator: 0 })).rejects.toThrow(
      'Cannot take a step: denominator is 0 (give a number above 0)',
    )
    await expect(parameters.apply({ learningRate: Number.NaN, denominator: 1 })).rejects.toThrow(
      'Cannot take a step: learningRate is NaN (give a number from 0)',
    )
    await expect(parameters.program(unknownParameter)).rejects.toThrow(
      'there is no parameter other',
    )
  })

  test('ends twice, and refuses everything then', async () => {
    const engine = await open()
    const parameters = await openSmall(engine)
    const program = await parameters.program(squares)
    const other = await openSmall(engine)
    await other.close()
    await other.close()
    await expect(other.read('bias')).rejects.toThrow('Cannot compute: this has been closed')

    await engine.close()
    await engine.close()

    const message = 'Cannot compute with this engine: it has been closed (open another)'
    await expect(program.accumulate(rows(2))).rejects.toThrow(message)
    await expect(openSmall(engine)).rejects.toThrow(message)
    // Nothing is left to be closed.
    await program.close()
    await parameters.close()
  })

  test('ends programs with their parameters', async () => {
    const engine = shared()
    const parameters = await openSmall(engine)
    const program = await parameters.program(squares)

    await parameters.close()

    await expect(program.accumulate(rows(2))).rejects.toThrow('this has been closed')
    await program.close()
  })

  test('says so when its thread ends', async () => {
    const unref = vi.spyOn(Worker.prototype, 'unref')
    await using engine = await open()
    await using parameters = await openSmall(engine)
    const program = await parameters.program(squares)
    const [thread] = unref.mock.contexts

    // It ends first: a thread that is asked before may have answered by then.
    const ended = (thread as Worker).terminate()
    const pending = program.accumulate(rows(2))

    const message = 'Cannot compute with this engine: its thread ended with code 1 (open another)'
    await expect(pending).rejects.toThrow(message)
    await ended
    await expect(parameters.read('bias')).rejects.toThrow(message)
  })
}

async function* both(...all: Parameters<typeof weightsOf>[0][]): Weights {
  for (const tensors of all) yield* weightsOf(tensors)
}

const unknownParameter = {
  batch: {},
  build: ({ parameter }: BuildContext) => ({ loss: parameter('other') }),
}
