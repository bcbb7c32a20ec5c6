import { ConfigError } from '../../core/index.ts'
import type { ParameterDeclarations } from '../engine.ts'
import { sizeOf, type Weights } from '../tensor.ts'
import { isShape } from './check-batch.ts'

/**
 * The weights that are declared, each once and all of them; `take` gets one after another.
 * @throws ConfigError naming the first that does not fit.
 */
export async function takeWeights(
  declared: ParameterDeclarations,
  weights: Weights,
  take: (name: string, data: Float32Array) => void | Promise<void>,
): Promise<void> {
  for (const [name, { shape }] of Object.entries(declared)) {
    if (!isShape(shape)) throw problem(name, 'its shape is no list of sizes', 'as in [2, 3]')
  }
  const missing = new Set(Object.keys(declared))
  for await (const { name, data } of weights) {
    checkSize(declared, name, data)
    if (!missing.delete(name)) throw problem(name, 'it comes twice', 'give every weight once')
    await take(name, data)
  }
  const [first] = missing
  if (first === undefined) return
  const more = missing.size > 1 ? `, with ${missing.size - 1} more` : ''
  throw problem(first, `it is missing${more}`, 'give all that are declared')
}

/** @throws ConfigError where numbers are not those of a declared parameter. */
export function checkSize(declared: ParameterDeclarations, name: string, data: Float32Array): void {
  const declaration = Object.hasOwn(declared, name) ? declared[name] : undefined
  if (!declaration) throw problem(name, 'it is not declared', 'leave it out')
  const expected = sizeOf(declaration.shape)
  if (data.length === expected) return
  const reason = `it holds ${data.length} numbers, not ${expected}`
  throw problem(name, reason, `its shape is [${declaration.shape.join(', ')}]`)
}

const problem = (name: string, reason: string, advice: string) =>
  new ConfigError(`Cannot load ${name}: ${reason} (${advice})`)
