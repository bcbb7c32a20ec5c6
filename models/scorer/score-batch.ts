import type { Inference, Parameters } from '../engine.ts'
import type { LoraConfig } from '../lora/config.ts'
import type { HostTensor } from '../tensor.ts'
import type { TransformerConfig } from '../transformer/config.ts'
import type { Policy } from '../transformer/forward.ts'
import { policyInputs } from '../transformer/layout.ts'
import { layoutRows } from '../transformer/layout-rows.ts'
import { layoutSharedPrompt } from '../transformer/layout-shared-prompt.ts'
import { packRows } from '../transformer/pack-rows.ts'
import { policyOutputs } from '../transformer/policy.ts'
import { type TokenBatch, type TokenSequence, unpackTrained } from '../transformer/token-batch.ts'
import type { ScoreUnit } from './score-units.ts'
import type { ScoredContinuation, ScoredPolicy } from './scorer.ts'

/** Computes batches; the inferences for their kinds are made when they are first needed. */
export interface BatchScorer {
  /** Of each unit, its members' scores in their order. Units are of one kind, under one policy. */
  run(units: readonly ScoreUnit[]): Promise<readonly (readonly ScoredContinuation[])[]>
  close(): Promise<void>
}

interface ScoredModel {
  readonly parameters: Parameters
  readonly config: TransformerConfig
  readonly lora?: LoraConfig | undefined
}

export function createBatchScorer(model: ScoredModel): BatchScorer {
  const inferences = new Map<string, Promise<Inference>>()
  const inferenceFor = (kind: ScoreUnit['kind'], under: ScoredPolicy): Promise<Inference> => {
    const key = `${kind} ${under}`
    const inference = inferences.get(key) ?? createInference(model, kind, under)
    inferences.set(key, inference)
    return inference
  }
  return {
    async run(units) {
      const [first] = units
      if (first === undefined) return []
      const inference = await inferenceFor(first.kind, first.request.under)
      const { laidOut, sequences } = layOut(model.config, first.kind, units)
      const { logProbs, entropies } = await inference.run(laidOut.batch)
      const unpacked = (values: HostTensor | undefined) =>
        unpackTrained(laidOut, sequences, values?.data ?? [], Number.NaN)
      return scoresOf(first.kind, units, unpacked(logProbs), unpacked(entropies))
    },
    async close() {
      const made = await Promise.allSettled(inferences.values())
      for (const each of made) if (each.status === 'fulfilled') await each.value.close()
    },
  }
}

/** Temperatures are inputs, so that calls with different ones share a batch. */
function createInference(
  { parameters, config, lora }: ScoredModel,
  kind: ScoreUnit['kind'],
  under: ScoredPolicy,
): Promise<Inference> {
  const adapted = lora !== undefined && under === 'policy' ? { lora } : {}
  const policy: Policy = { config, layout: { kind }, ...adapted }
  return parameters.inference({
    batch: policyInputs(policy, ['temperature']),
    build(context) {
      const temperature = context.input('temperature')
      const { logProbs, entropy } = policyOutputs(context, policy, { temperature })
      return { logProbs, entropies: entropy }
    },
  })
}

function layOut(
  config: TransformerConfig,
  kind: ScoreUnit['kind'],
  units: readonly ScoreUnit[],
): { readonly laidOut: TokenBatch; readonly sequences: readonly TokenSequence[] } {
  if (kind === 'sharedPrompt') {
    const groups = units.map((unit) => ({
      prompt: unit.request.prefix,
      completions: unit.members.map((member) => sequenceOf(unit, member, [])),
    }))
    const sequences = groups.flatMap(({ completions }) => completions)
    return { laidOut: layoutSharedPrompt({ config, layout: { kind } }, groups), sequences }
  }
  const sequences = units.flatMap((unit) =>
    unit.members.map((member) => sequenceOf(unit, member, unit.request.prefix)),
  )
  const lengths = sequences.map(({ ids }) => ids.length)
  const rows = packRows(
    lengths,
    lengths.reduce((most, length) => Math.max(most, length), 0),
  )
  return { laidOut: layoutRows({ config, layout: { kind } }, sequences, { rows }), sequences }
}

function sequenceOf(
  { request }: ScoreUnit,
  member: number,
  before: readonly number[],
): TokenSequence {
  const ids = [...before, ...(request.continuations[member] ?? [])]
  return {
    ids,
    mask: ids.map((_, index) => (index < before.length ? 0 : 1)),
    values: { temperature: new Array<number>(ids.length).fill(request.temperature) },
  }
}

function scoresOf(
  kind: ScoreUnit['kind'],
  units: readonly ScoreUnit[],
  logProbs: readonly Float32Array[],
  entropies: readonly Float32Array[],
): readonly (readonly ScoredContinuation[])[] {
  let next = 0
  return units.map(({ request, members }) =>
    members.map(() => {
      const start = kind === 'rows' ? request.prefix.length : 0
      const index = next++
      return {
        logProbs: Array.from(logProbs[index]?.subarray(start) ?? []),
        entropies: Array.from(entropies[index]?.subarray(start) ?? []),
      }
    }),
  )
}
