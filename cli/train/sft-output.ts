import type { SftRunProgress, SftRunResult, SftStart } from '../../trainers/index.ts'
import { describeEngine } from '../device-flags.ts'
import { formatNumber, formatPercent, formatRate, formatSeconds } from '../format.ts'

/** What is settled, in two lines. */
export function describeStart({ dir, engine, policy, data, plan, stepsDone }: SftStart): string {
  const { model, family, parameters, trained } = policy
  const share = trained === parameters ? '' : `, ${grouped(trained)} of them trained`
  const before = stepsDone > 0 ? ` (${grouped(stepsDone)} done before)` : ''
  const all = data.of > data.items ? ` of ${grouped(data.of)}` : ''
  const unit = data.kind === 'text' ? 'document' : 'episode'
  const items = `${grouped(data.items)}${all} ${unit}${data.of === 1 ? '' : 's'}`
  const held = data.heldOut > 0 ? ` and ${grouped(data.heldOut)} held out` : ''
  const spoken =
    data.kind === 'text' ? '' : `, ${grouped(data.policyTokens)} of them said by the policy`
  return [
    `${model} (${family}, ${grouped(parameters)} parameters${share}) on ${items}: ${grouped(data.sequences)} sequences${held}, ${grouped(data.tokens)} tokens${spoken}`,
    `${grouped(plan.steps)} step${plan.steps === 1 ? '' : 's'}${before}, ${describeEngine(engine)}, in ${dir}`,
  ].join('\n')
}

/** `37/100  loss 0.412  12,345 tok/s  ETA 5.1 s`. */
export function describeProgress(progress: SftRunProgress): string {
  const { done, total, loss, skipped, tokensPerSecond, seconds, etaSeconds } = progress
  return [
    `${done}/${total}`,
    `loss ${formatNumber(loss)}`,
    ...(skipped > 0 ? [`skipped ${skipped}`] : []),
    `${grouped(Number(formatRate(tokensPerSecond)))} tok/s`,
    done === total ? `in ${formatSeconds(seconds)}` : `ETA ${formatSeconds(etaSeconds)}`,
  ].join('  ')
}

export function sftTable(result: SftRunResult): string {
  const { dir, status, policy, data, plan, progress, last, seconds, exported } = result
  const line = (name: string, value: string) => `  ${name.padEnd(12)}${value}`
  const accuracy = last?.['eval/token_accuracy']
  const perplexity = last?.['eval/perplexity']
  return [
    `sft of ${policy.model}: ${progress.step} of ${plan.steps} steps${status === 'interrupted' ? ', interrupted' : ''}`,
    '',
    ...(last ? [line('loss', `${formatNumber(last['losses/policy_loss'])} nats a token`)] : []),
    ...(perplexity === undefined
      ? []
      : [
          line(
            'held out',
            `${grouped(data.heldOut)} sequences, perplexity ${formatNumber(perplexity)}${accuracy === undefined ? '' : `, ${formatPercent(accuracy)} of tokens right`}`,
          ),
        ]),
    line('tokens', `${grouped(progress.tokens)} read, ${grouped(progress.policyTokens)} trained`),
    ...(progress.skipped > 0 ? [line('skipped', `${progress.skipped} steps, not finite`)] : []),
    '',
    `Stored in ${dir} (${formatSeconds(seconds)})`,
    ...(exported === null
      ? []
      : [`${policy.trained === policy.parameters ? 'Model' : 'Adapter'}: ${exported}`]),
  ].join('\n')
}

export function sftJson(result: SftRunResult): string {
  const { dir, status, seed, engine, policy, data, plan, progress, last, seconds, exported } =
    result
  return JSON.stringify({
    run: dir,
    algorithm: 'sft',
    status,
    seed,
    engine,
    model: policy,
    data,
    steps: plan.steps,
    ...progress,
    loss: last?.['losses/policy_loss'] ?? null,
    perplexity: last?.['eval/perplexity'] ?? null,
    tokenAccuracy: last?.['eval/token_accuracy'] ?? null,
    exported,
    seconds,
  })
}

const grouped = (count: number) => count.toLocaleString('en-US')
