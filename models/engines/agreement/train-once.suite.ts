import type { StepOptions } from '../../engine.ts'
import type { HostTensor } from '../../tensor.ts'
import type { AgreementCase, EngineOpener } from './cases.suite.ts'

export const step: StepOptions = {
  ...{ learningRate: 0.01, denominator: 20, weightDecay: 0.1, maxGradientNorm: 0.5 },
  // With the usual one, a gradient near zero is a full step in either direction.
  epsilon: 1e-3,
}

export type Numbers = ArrayLike<number>

/** All that one step gives, by what it is: gradients of each batch alone and of both, then the weights. */
export async function trainOnce(
  engine: Awaited<ReturnType<EngineOpener>>,
  { declared, weights, definition, batches }: AgreementCase,
): Promise<ReadonlyMap<string, Numbers>> {
  await using parameters = await engine.open(declared, weights())
  await using program = await parameters.program(definition)
  const seen = new Map<string, Numbers>()
  for (const [i, batch] of batches.entries()) {
    const { loss, metrics } = await program.accumulate(batch)
    seen.set(`loss ${i}`, [loss])
    for (const [name, { data }] of sorted(metrics)) seen.set(`${name} ${i}`, data)
    for (const [name, { trainable }] of Object.entries(declared)) {
      if (!trainable) continue
      seen.set(`gradient of ${name} after ${i}`, await parameters.readGradient(name))
    }
  }
  const { gradientNorm } = await parameters.apply(step)
  seen.set('norm of the gradient', [gradientNorm])
  for (const name of Object.keys(declared)) seen.set(name, await parameters.read(name))
  return seen
}

const sorted = (metrics: Readonly<Record<string, HostTensor>>) =>
  Object.entries(metrics).sort(([a], [b]) => (a < b ? -1 : 1))

/** Relative L2; of what is zero, absolute. */
export function relativeError(actual: Numbers, expected: Numbers): number {
  if (actual.length !== expected.length) return Number.POSITIVE_INFINITY
  let [error, norm] = [0, 0]
  for (let i = 0; i < expected.length; i++) {
    error += ((actual[i] ?? Number.NaN) - (expected[i] ?? Number.NaN)) ** 2
    norm += (expected[i] ?? 0) ** 2
  }
  const relative = Math.sqrt(error) / Math.max(Math.sqrt(norm), 1e-6)
  return Number.isNaN(relative) ? Number.POSITIVE_INFINITY : relative
}
