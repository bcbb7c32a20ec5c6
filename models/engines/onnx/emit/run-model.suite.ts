import type { Dense } from '../../../ops/definition.ts'
import { loadOnnxRuntime } from '../load-onnxruntime.ts'
import type { EmittedGraph } from './emit.ts'

/** Runs an emitted graph on the CPU, given every tensor of its inputs by name. */
export async function runModel(
  { model, inputs, outputs }: EmittedGraph,
  feeds: Readonly<Record<string, Dense>>,
): Promise<readonly Dense[]> {
  const { InferenceSession, Tensor } = await loadOnnxRuntime()
  const session = await InferenceSession.create(model, {
    intraOpNumThreads: 1,
    logSeverityLevel: 3,
  })
  const given = inputs.map(({ name, dtype }) => {
    const { shape, data } = feeds[name] ?? { shape: [], data: [] }
    return dtype === 'int32'
      ? ([name, new Tensor('int32', Int32Array.from(data), shape)] as const)
      : ([name, new Tensor('float32', Float32Array.from(data), shape)] as const)
  })
  const results = await session.run(Object.fromEntries(given))
  await session.release()
  return outputs.map((name) => {
    const tensor = results[name]
    return { shape: tensor?.dims ?? [], data: Float64Array.from(tensor?.data as Float32Array) }
  })
}
