import type { Json } from '../core/index.ts'
import {
  type EngineSpec,
  loadState,
  type Parameters,
  type SavedState,
  type Shapes,
  saveState,
  stepsOf,
  type Weights,
} from '../models/index.ts'

/** Names and shapes of what is trained: the rest is where it came from. */
export const trainedShapes = ({ declared }: Parameters): Shapes =>
  Object.fromEntries(
    Object.entries(declared).flatMap(([name, { shape, trainable }]) =>
      trainable ? [[name, shape] as const] : [],
    ),
  )

/** Parameters by name, read from the engine one after another. */
export async function* valuesOf(parameters: Parameters, names: Iterable<string>): Weights {
  for (const name of names) yield { name, data: await parameters.read(name) }
}

/** Saves what is trained, its moments, and where training stands: at once or not at all; the last save stays. */
export async function saveTraining(
  folder: string,
  parameters: Parameters,
  {
    step,
    engine,
    extra,
  }: { readonly step: number; readonly engine: EngineSpec; readonly extra: Json },
): Promise<void> {
  const shapes = trainedShapes(parameters)
  const optimizer = await parameters.readOptimizer()
  const moments = Object.entries(shapes).flatMap(([name, shape]) => [
    [`${name}.m`, shape] as const,
    [`${name}.v`, shape] as const,
  ])
  await saveState(folder, {
    step,
    optimizerStep: optimizer.step,
    engine: engine as unknown as Json,
    // Streams are drawn anew from the seed for every epoch: there is no state to keep.
    rng: null,
    extra,
    tensors: {
      weights: { shapes, weights: valuesOf(parameters, Object.keys(shapes)) },
      moments: { shapes: Object.fromEntries(moments), weights: optimizer.moments },
    },
    // The one before stays: a save that rots on its disk does not lose the run.
    keep: 2,
  })
}

/** The last save of a run; null before the first one. */
export async function openSaved(folder: string): Promise<SavedState | null> {
  return (await stepsOf(folder)).length === 0 ? null : loadState(folder)
}

/** Weights with those of a save in their place. */
export async function* withSaved(weights: Weights, saved: SavedState | null): Weights {
  const trained = saved?.tensors['weights']
  for await (const { name, data } of weights) {
    const isSaved = trained !== undefined && Object.hasOwn(trained.shapes, name)
    yield { name, data: isSaved ? await trained.read(name) : data }
  }
}

/** Gives the optimizer what it had. */
export async function restoreOptimizer(parameters: Parameters, saved: SavedState): Promise<void> {
  const moments = saved.tensors['moments']
  if (moments) {
    await parameters.writeOptimizer({ step: saved.optimizerStep, moments: moments.weights() })
  }
}
