/**
 * Supervised fine-tuning on what a policy should have said: behaviour cloning (Pomerleau 1991), as it is
 * done before policy gradients (Ouyang et al. 2022, section 3.5, step 1).
 *
 * Every sequence i has tokens y_it and a mask m_it that is 1 where a policy spoke: tokens that were sampled,
 * or, in a demonstration, what the assistant writes. What the environment says is read, never trained. One
 * optimizer step on sequences B minimises
 *
 *   L(θ) = −(1/N) Σ_{i∈B} Σ_t m_it log π_θ(y_it | y_i,<t)        N = Σ_{i∈B} Σ_t m_it                (1)
 *
 * N counts the whole step: micro-batches sum their losses and gradients, and the division happens once, so
 * how a step is cut does not change what it learns. Sequences share rows and do not see each other.
 *
 * Each epoch goes through the data once, in an order drawn from the seed and the number of the epoch: what a
 * step trains on is a function of its number, and a run that was stopped goes on exactly.
 *
 * The update is AdamW (Loshchilov and Hutter 2019, algorithm 2) after a clip of the global gradient norm
 * (Pascanu et al. 2013). A step whose gradient is not finite changes nothing and is counted.
 */
import { createRng, ModelError } from '../../core/index.ts'
import {
  createSchedule,
  headWeight,
  layoutRows,
  type Parameters,
  type Policy,
  policyInputs,
  policyOutputs,
  type RowsLayout,
  type TokenSequence,
} from '../../models/index.ts'
import { microBatches } from './micro-batches.ts'
import type { SftOptions } from './options.ts'
import { trainedTokens } from './prepare-data.ts'

export interface SftJob {
  readonly policy: Policy & { readonly layout: RowsLayout }
  /** Of the policy, in the memory of an engine. */
  readonly parameters: Parameters
  readonly train: readonly TokenSequence[]
  readonly heldOut: readonly TokenSequence[]
  readonly options: SftOptions & { readonly learningRate: number }
  /** Where an earlier session stopped. */
  readonly from?: SftProgress | undefined
  /** Aborted: the step that runs is finished, and it ends as interrupted. */
  readonly stop?: AbortSignal | undefined
  readonly onStep: (metrics: SftMetrics, progress: SftProgress) => Promise<void>
  /** Called every `saveEvery` steps, and at the end. */
  readonly save: (progress: SftProgress) => Promise<void>
}

/** What a run is resumed with, beside the parameters and moments. */
export interface SftProgress {
  /** Steps done. */
  readonly step: number
  readonly tokens: number
  readonly policyTokens: number
  readonly skipped: number
  /** Of the skipped steps: those at the end, one after another. */
  readonly skippedInARow: number
}

/** One line of metrics.jsonl. */
export interface SftMetrics {
  readonly global_step: number
  /** Equation 1, in nats a token. */
  readonly 'losses/policy_loss': number
  /** Of the distributions over next tokens, in nats. */
  readonly 'losses/entropy': number
  /** Before the clip. */
  readonly 'losses/grad_norm': number
  readonly 'charts/learning_rate': number
  readonly 'charts/epoch': number
  /** Since the first step: tokens read, and those of them that were trained. */
  readonly 'charts/tokens': number
  readonly 'charts/policy_tokens': number
  /** Steps without a finite gradient, so far. */
  readonly 'charts/skipped': number
  readonly 'charts/tokens_per_second': number
  /** Equation 1 on the held-out part, and what share of its tokens the policy holds most likely. */
  readonly 'eval/policy_loss'?: number
  readonly 'eval/perplexity'?: number
  readonly 'eval/token_accuracy'?: number
}

export interface SftResult {
  readonly status: 'complete' | 'interrupted'
  readonly progress: SftProgress
  /** Of the last step of this session; null where there was none. */
  readonly last: SftMetrics | null
}

/** So many steps in a row without a finite gradient, and it will not get better. */
const HOPELESS = 20
/** Numbers of a matrix of logits that are held at once when accuracy is measured: 256 MiB. */
const LOGITS = 2 ** 26

export interface SftPlan {
  readonly steps: number
  readonly stepsPerEpoch: number
  readonly warmupSteps: number
  readonly evalEvery: number
}

/** What options mean for so many sequences. */
export function planSft(options: SftOptions, sequences: number): SftPlan {
  const stepsPerEpoch = Math.ceil(sequences / options.batchSize)
  const steps = options.steps ?? Math.max(1, Math.round(options.epochs * stepsPerEpoch))
  return {
    steps,
    stepsPerEpoch,
    warmupSteps: Math.min(options.warmupSteps ?? Math.ceil(0.03 * steps), steps),
    evalEvery: options.evalEvery ?? Math.max(1, Math.ceil(steps / 10)),
  }
}

/** @throws ModelError when training has stopped making sense. What was saved before stays. */
export async function trainSft(job: SftJob): Promise<SftResult> {
  const { policy, parameters, train, heldOut, options, stop } = job
  const { steps, stepsPerEpoch, warmupSteps, evalEvery } = planSft(options, train.length)
  const learningRate = createSchedule({
    ...{ kind: options.schedule, peak: options.learningRate, floor: options.floor },
    ...{ warmupSteps, steps },
  })
  const rng = createRng(options.seed)

  // ---- The loss of a micro-batch: the sum in equation 1.
  await using program = await parameters.program({
    batch: policyInputs(policy),
    build(context) {
      const { ops } = context
      const { logProbs, entropy } = policyOutputs(context, policy)
      return { loss: ops.neg(ops.sum(logProbs)), metrics: { entropy: ops.sum(entropy) } }
    },
  })

  await using evaluation = heldOut.length > 0 ? await openEvaluation(job) : null

  let progress = job.from ?? { step: 0, tokens: 0, policyTokens: 0, skipped: 0, skippedInARow: 0 }
  let order: { readonly epoch: number; readonly sequences: readonly TokenSequence[] } | undefined
  let last: SftMetrics | null = null
  let savedAt = progress.step

  while (progress.step < steps && !stop?.aborted) {
    const startedAt = performance.now()
    const { step } = progress

    // ---- The sequences of this step.
    const epoch = Math.floor(step / stepsPerEpoch)
    if (order?.epoch !== epoch) {
      order = { epoch, sequences: rng.stream(`epoch ${epoch}`).shuffle(train) }
    }
    const first = (step % stepsPerEpoch) * options.batchSize
    const batch = order.sequences.slice(first, first + options.batchSize)
    const policyTokens = batch.reduce((sum, sequence) => sum + trainedTokens(sequence), 0)
    const tokens = batch.reduce((sum, { ids }) => sum + ids.length, 0)

    // ---- Gradients of all micro-batches, then one update.
    let loss = 0
    let entropy = 0
    for (const { sequences, rows } of microBatches(batch, options.microTokens)) {
      const result = await program.accumulate(layoutRows(policy, sequences, { rows }).batch)
      loss += result.loss
      entropy += result.metrics['entropy']?.data[0] ?? 0
    }
    const { gradientNorm, skipped } = await parameters.apply({
      learningRate: learningRate(step),
      denominator: policyTokens,
      beta1: options.beta1,
      beta2: options.beta2,
      weightDecay: options.weightDecay,
      maxGradientNorm: options.maxGradientNorm,
    })

    progress = {
      step: step + 1,
      tokens: progress.tokens + tokens,
      policyTokens: progress.policyTokens + policyTokens,
      skipped: progress.skipped + (skipped ? 1 : 0),
      skippedInARow: skipped ? progress.skippedInARow + 1 : 0,
    }
    const seconds = (performance.now() - startedAt) / 1000
    const isMeasured = progress.step % evalEvery === 0 || progress.step === steps
    last = {
      global_step: progress.step,
      'losses/policy_loss': loss / policyTokens,
      'losses/entropy': entropy / policyTokens,
      'losses/grad_norm': gradientNorm,
      'charts/learning_rate': learningRate(step),
      'charts/epoch': progress.step / stepsPerEpoch,
      'charts/tokens': progress.tokens,
      'charts/policy_tokens': progress.policyTokens,
      'charts/skipped': progress.skipped,
      'charts/tokens_per_second': tokens / seconds,
      ...(isMeasured ? await evaluation?.measure() : {}),
    }
    await job.onStep(last, progress)

    if (progress.step % options.saveEvery === 0 || progress.step === steps) {
      await job.save(progress)
      savedAt = progress.step
    }
    if (progress.skippedInARow >= HOPELESS) {
      throw new ModelError(
        `Cannot go on training: ${HOPELESS} steps in a row had no finite gradient (lower --learning-rate)`,
      )
    }
  }
  if (progress.step > savedAt) await job.save(progress)
  return { status: progress.step < steps ? 'interrupted' : 'complete', progress, last }
}

/** Loss, perplexity e^loss, and accuracy on the sequences that are not trained. */
async function openEvaluation({ policy, parameters, heldOut, options }: SftJob) {
  const { config } = policy
  const longest = heldOut.reduce((most, sequence) => Math.max(most, trainedTokens(sequence)), 0)
  const isCounted = longest * config.vocabularySize <= LOGITS
  const budget = isCounted
    ? Math.min(options.microTokens, Math.floor(LOGITS / config.vocabularySize))
    : options.microTokens
  const count = heldOut.reduce((sum, sequence) => sum + trainedTokens(sequence), 0)
  const inference = await parameters.inference({
    batch: policyInputs(policy),
    build(context) {
      const { ops, input } = context
      const { logProbs, hidden } = policyOutputs(context, policy)
      if (!isCounted) return { logProb: ops.sum(logProbs) }
      const logits = ops.matmul(hidden, headWeight(context, policy), { transposeB: true })
      const best = ops.equal(ops.takeLast(logits, input('targets')), ops.max(logits, [-1]))
      return { logProb: ops.sum(logProbs), correct: ops.sum(best) }
    },
  })
  return {
    async measure(): Promise<Partial<SftMetrics>> {
      let logProb = 0
      let correct = 0
      for (const { sequences, rows } of microBatches(heldOut, budget)) {
        const result = await inference.run(layoutRows(policy, sequences, { rows }).batch)
        logProb += result['logProb']?.data[0] ?? 0
        correct += result['correct']?.data[0] ?? 0
      }
      return {
        'eval/policy_loss': -logProb / count,
        'eval/perplexity': Math.exp(-logProb / count),
        ...(isCounted ? { 'eval/token_accuracy': correct / count } : {}),
      }
    },
    [Symbol.asyncDispose]: () => inference.close(),
  }
}
