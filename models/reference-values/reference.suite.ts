import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openCheckpoint } from '../checkpoint/open-checkpoint.ts'
import { openSafetensors, type SafetensorsFile } from '../checkpoint/safetensors.ts'
import type { Engine } from '../engine.ts'
import { readAdapter } from '../lora/adapter-files.ts'
import { mergeLora } from '../lora/merge.ts'
import type { Weights } from '../tensor.ts'
import { declareParameters } from '../transformer/declare-parameters.ts'
import { policyInputs } from '../transformer/layout.ts'
import { layoutRows } from '../transformer/layout-rows.ts'
import { policyLogits } from '../transformer/policy.ts'
import type { TokenBatch } from '../transformer/token-batch.ts'
import {
  cases,
  clippedLoss,
  type Expected,
  folder,
  json,
  type LayOut,
  layouts,
  promptRows,
  type RowsPolicy,
  valueNames,
  wholly,
} from './cases.suite.ts'

/** How far an engine may be from transformers (float32) and torch's autograd (float64). */
export interface ReferenceTolerances {
  /** Largest difference of a logit. */
  readonly logits: number
  /** Relative. */
  readonly loss: number
  /** Of each parameter, relative L2. */
  readonly gradients: number
}

type Opener = () => Promise<Pick<Engine, 'open' | 'close'>>

/** What transformers and peft compute for tiny models must come out of an engine. */
export function describeReference(
  name: string,
  openEngine: Opener,
  tolerances: ReferenceTolerances,
): void {
  describe.each(['qwen2', 'qwen3', 'llama', 'llama-bias'])(`${name}: a tiny %s model`, (model) => {
    let subject: Subject
    beforeAll(async () => {
      subject = await openSubject(model, openEngine)
    })
    afterAll(() => subject.close())

    test.each([
      ['padding on the right', promptRows({})],
      ['padding on the left', promptRows({ padding: 'left' })],
      ['several sequences in a row', promptRows({ packed: true })],
    ])('gives the logits of transformers with %s', async (_, batch) => {
      await checkLogits(subject, batch, 'logits', 'plain', tolerances)
    })

    test('gives the logits of transformers at late positions', async () => {
      const { ids, firstPosition } = cases.late
      const late = (policy: RowsPolicy) => layoutRows(policy, [{ ...wholly(ids), firstPosition }])

      await checkLogits(subject, late, 'late', 'plain', tolerances)
    })

    test.each(layouts)('gives the loss and gradients of torch: %s', async (_, layOut) => {
      await checkGradients(subject, layOut, 'plain', tolerances)
    })
  })

  describe.each(['qwen2', 'qwen3', 'llama'])(`${name}: a tiny %s with an adapter`, (model) => {
    let subject: Subject
    beforeAll(async () => {
      subject = await openSubject(model, openEngine)
    })
    afterAll(() => subject.close())

    test.each(['adapter', 'merged'] as const)('gives the logits of peft: %s', async (kind) => {
      await checkLogits(subject, promptRows({}), 'adapted', kind, tolerances)
    })

    test.each(layouts)('gives the loss and gradients of peft: %s', async (_, layOut) => {
      await checkGradients(subject, layOut, 'adapter', tolerances)
    })
  })
}

async function checkLogits(
  { logits, expected }: Subject,
  batch: (policy: RowsPolicy) => TokenBatch,
  tensor: string,
  kind: Kind,
  tolerances: ReferenceTolerances,
): Promise<void> {
  const actual = await logits(batch, kind)

  const wanted = await expected.read(tensor)
  expect(actual.length).toBe(wanted.length)
  expect(largestDifference(actual, wanted)).toBeLessThan(tolerances.logits)
}

async function checkGradients(
  { losses, gradients, expected }: Subject,
  layOut: LayOut,
  kind: TrainedKind,
  tolerances: ReferenceTolerances,
): Promise<void> {
  const { loss, read } = await gradients(layOut, kind)

  const wanted = losses[kind]?.loss ?? Number.NaN
  const worst: Record<string, number> = {}
  for (const [parameter, gradient] of read) {
    const error = relativeError(gradient, await expected.read(`gradient.${parameter}`))
    if (!(error < tolerances.gradients)) worst[parameter] = error
  }
  expect(Math.abs(loss - wanted)).toBeLessThan(tolerances.loss * Math.max(1, Math.abs(wanted)))
  expect(read.size).toBeGreaterThan(0)
  expect(worst).toEqual({})
}

type TrainedKind = 'plain' | 'adapter'
type Kind = TrainedKind | 'merged'

interface Subject {
  readonly expected: SafetensorsFile
  readonly losses: Partial<Readonly<Record<TrainedKind, Expected>>>
  /** Row by row, as the batch has them. */
  logits(batch: (policy: RowsPolicy) => TokenBatch, kind: Kind): Promise<Float32Array>
  gradients(
    layOut: LayOut,
    kind: TrainedKind,
  ): Promise<{ readonly loss: number; readonly read: ReadonlyMap<string, Float32Array> }>
  close(): Promise<void>
}

async function openSubject(model: string, openEngine: Opener): Promise<Subject> {
  const engine = await openEngine()
  const expected = await openSafetensors(folder(`${model}/expected.safetensors`))
  const losses = json<Subject['losses']>(`${model}/expected.json`)
  const checkpoint = await openCheckpoint(folder(`${model}/model`))
  const { config } = checkpoint

  async function open(kind: Kind) {
    if (kind === 'plain') {
      const parameters = await engine.open(declareParameters(config), checkpoint.weights())
      return { parameters, policy: { config } }
    }
    await using adapter = await readAdapter(folder(`${model}/adapter`), checkpoint.shapes)
    const lora = adapter.config
    if (kind === 'adapter') {
      const declared = declareParameters(config, { lora })
      const weights = both(checkpoint.weights(), adapter.weights())
      return { parameters: await engine.open(declared, weights), policy: { config, lora } }
    }
    const tensors: Record<string, Float32Array> = {}
    for await (const { name, data } of adapter.weights()) tensors[name] = data
    const merged = mergeLora(checkpoint.weights(), lora, tensors)
    return {
      parameters: await engine.open(declareParameters(config), merged),
      policy: { config },
    }
  }

  return {
    expected,
    losses,
    async logits(batchOf, kind) {
      const opened = await open(kind)
      await using parameters = opened.parameters
      const policy = { ...opened.policy, layout: { kind: 'rows' } } satisfies RowsPolicy
      await using inference = await parameters.inference({
        batch: policyInputs(policy),
        build: (context) => ({ logits: policyLogits(context, policy) }),
      })
      const { logits } = await inference.run(batchOf(policy).batch)
      return Float32Array.from(logits?.data ?? [])
    },
    async gradients(layOut, kind) {
      const opened = await open(kind)
      await using parameters = opened.parameters
      const old = losses[kind]?.oldLogProbs ?? []
      const { policy, batch } = layOut(opened.policy, old)
      await using program = await parameters.program({
        batch: policyInputs(policy, valueNames),
        build: (context) => ({ loss: clippedLoss(context, policy) }),
      })
      const { loss } = await program.accumulate(batch.batch)
      const read = new Map<string, Float32Array>()
      for (const [parameter, { trainable }] of Object.entries(parameters.declared)) {
        if (trainable) read.set(parameter, await parameters.readGradient(parameter))
      }
      return { loss, read }
    },
    async close() {
      await expected.close()
      await checkpoint.close()
      await engine.close()
    },
  }
}

async function* both(a: Weights, b: Weights): Weights {
  yield* a
  yield* b
}

function largestDifference(a: Float32Array, b: Float32Array): number {
  let largest = 0
  // Written so that a NaN is the largest.
  for (const [i, value] of a.entries()) {
    const difference = Math.abs(value - (b[i] ?? Number.NaN))
    if (!(difference <= largest)) largest = difference
  }
  return largest
}

function relativeError(actual: Float32Array, expected: Float32Array): number {
  if (actual.length !== expected.length) return Number.POSITIVE_INFINITY
  let [error, norm] = [0, 0]
  for (const [i, value] of expected.entries()) {
    error += (value - (actual[i] ?? Number.NaN)) ** 2
    norm += value ** 2
  }
  return Math.sqrt(error) / Math.max(Math.sqrt(norm), 1e-6)
}
