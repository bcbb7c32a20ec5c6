import {
  type Batch,
  type BatchDeclarations,
  type BuildContext,
  type HostTensor,
  type Inference,
  type LoraConfig,
  legalInput,
  type Parameters,
  type Policy,
  type PolicyOutputs,
  type Program,
  policyInputs,
  policyOutputs,
  type TokenBatch,
  type TransformerConfig,
  type Value,
  valuesOf,
} from '../../models/index.ts'
import {
  buildLoss,
  type LossInputs,
  lossBatch,
  type ResolvedLossOptions,
  tokenValueNames,
} from '../losses/index.ts'
import { type LayoutKind, layOut, sequenceInputs } from './layouts.ts'
import type { LegalTokens } from './legal-tokens.ts'
import type { MicroBatch, UpdateSequence } from './plan-batches.ts'

export interface UpdatedPolicy {
  readonly config: TransformerConfig
  readonly lora?: LoraConfig
  /** What its tokens were drawn at, and are scored at. */
  readonly temperature: number
  /** What detaches a critic's gradient from the policy's layers; absent without a critic. */
  readonly critic?: { readonly detached: boolean }
}

/** Compiled passes over micro-batches: one a layout, made when the first batch in it comes. */
export interface PolicyPasses extends AsyncDisposable {
  /** Log-probabilities and values of the trained tokens, aligned to the sequences' ids. */
  score(micro: MicroBatch, sequences: readonly UpdateSequence[]): Promise<ScoredTokens>
  /** Adds the gradient of a loss; gives its metrics as the loss names them. */
  accumulate(
    micro: MicroBatch,
    sequences: readonly UpdateSequence[],
    coefficients: { readonly kl: number; readonly entropy: number },
  ): ReturnType<Program['accumulate']>
}

export interface ScoredTokens {
  readonly batch: TokenBatch
  readonly logProbs: ArrayLike<number>
  readonly values: ArrayLike<number> | null
}

export interface PassOptions {
  readonly policy: UpdatedPolicy
  readonly parameters: Parameters
  readonly loss: ResolvedLossOptions
  readonly inputs: LossInputs
  readonly legal: LegalTokens
}

export function createPasses({
  policy,
  parameters,
  loss,
  inputs,
  legal,
}: PassOptions): PolicyPasses {
  const programs = new Map<string, Promise<Program>>()
  const inferences = new Map<string, Promise<Inference>>()
  const { config, lora } = policy
  const policyIn = (kind: LayoutKind): Policy => ({
    config,
    layout: { kind },
    ...(lora && { lora }),
  })

  /** What every pass begins with: what the policy says of the trained tokens. */
  const outputsOf = (context: BuildContext, kind: LayoutKind, isHeld: boolean): PolicyOutputs =>
    policyOutputs(context, policyIn(kind), {
      ...(policy.temperature === 1
        ? {}
        : { temperature: context.ops.constant(policy.temperature) }),
      ...(isHeld ? { legal: context.input('legal') } : {}),
    })
  const criticOf = (context: BuildContext, { hidden }: PolicyOutputs): Value | undefined => {
    if (!policy.critic) return undefined
    return valuesOf(context, policy.critic.detached ? context.ops.stopGradient(hidden) : hidden)
  }
  const held = (isHeld: boolean): BatchDeclarations => (isHeld ? { legal: legalInput(config) } : {})

  const programFor = (kind: LayoutKind, isHeld: boolean) =>
    made(programs, `${kind} ${isHeld}`, () =>
      parameters.program({
        batch: {
          ...policyInputs(policyIn(kind), tokenValueNames(inputs)),
          ...lossBatch,
          ...held(isHeld),
        },
        build(context) {
          const outputs = outputsOf(context, kind, isHeld)
          return buildLoss(context, outputs, loss, inputs, criticOf(context, outputs))
        },
      }),
    )
  const inferenceFor = (kind: LayoutKind, isHeld: boolean) =>
    made(inferences, `${kind} ${isHeld}`, () =>
      parameters.inference({
        batch: { ...policyInputs(policyIn(kind)), ...held(isHeld) },
        build(context) {
          const outputs = outputsOf(context, kind, isHeld)
          const values = criticOf(context, outputs)
          return { logProbs: outputs.logProbs, ...(values && { values }) }
        },
      }),
    )
  /** Inputs of a pass, with those that hold tokens to a grammar where one of them was. */
  const laidOut = async (micro: MicroBatch, sequences: readonly UpdateSequence[]) => {
    const batch = layOut({ config }, micro, sequences)
    const members = micro.members.flatMap((index) => sequences[index] ?? [])
    const bias = legal.biasOf(micro, batch, members)
    return { batch, members, bias }
  }

  return {
    async score(micro, sequences) {
      const { batch, bias } = await laidOut(micro, sequences)
      const inference = await inferenceFor(micro.layout, bias !== null)
      const result = await inference.run({ ...batch.batch, ...(bias && { legal: bias }) })
      return {
        batch,
        logProbs: result['logProbs']?.data ?? [],
        values: result['values']?.data ?? null,
      }
    },
    async accumulate(micro, sequences, coefficients) {
      const { batch, members, bias } = await laidOut(micro, sequences)
      const program = await programFor(micro.layout, bias !== null)
      const all: Batch = {
        ...batch.batch,
        ...sequenceInputs(batch, members.length),
        klCoefficient: scalar(coefficients.kl),
        entropyCoefficient: scalar(coefficients.entropy),
        ...(bias && { legal: bias }),
      }
      return program.accumulate(all)
    },
    async [Symbol.asyncDispose]() {
      for (const pass of [...programs.values(), ...inferences.values()]) {
        await (await pass).close()
      }
    },
  }
}

const scalar = (value: number): HostTensor => ({ shape: [1], data: Float32Array.of(value) })

function made<T>(known: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  const before = known.get(key)
  if (before) return before
  const now = make()
  known.set(key, now)
  return now
}
