import { z } from 'zod'
import { type Engine, type EngineSpec, engineNames, openEngine } from '../../models/index.ts'

const deviceNames = ['cpu', 'webgpu', 'cuda', 'wasm', 'native-cpu', 'native-cuda'] as const

/** What computes: flags of every command that trains. */
export const engineFlags = {
  engine: z
    .enum(engineNames)
    .optional()
    .describe('What computes (default onnx; palaestra devices lists what there is).'),
  device: z
    .enum(deviceNames)
    .optional()
    .describe('On what it computes (default: the best there is for the engine).'),
  threads: z
    .int()
    .min(1)
    .optional()
    .describe('Threads of a CPU (default: all). With 1, the same seed gives the same numbers.'),
}

type EngineChoice = z.output<z.ZodObject<typeof engineFlags>>

/** The engine asked for; of a resumed run, unless another is asked for, the one that began it. */
export function engineFor(
  { engine, device, threads }: EngineChoice,
  stored?: Pick<EngineSpec, 'engine' | 'device' | 'threads'>,
): () => Promise<Engine> {
  const isAsked = engine !== undefined || device !== undefined
  return () =>
    openEngine({
      ...(isAsked || !stored
        ? { engine, device }
        : { engine: stored.engine, device: stored.device }),
      threads: threads ?? stored?.threads,
    })
}

/** `onnx on cpu, 2 threads (the default engine, its best device here)`. */
export function describeEngine({ engine, device, threads, reason }: EngineSpec): string {
  return `${engine} on ${device}, ${threads} ${threads === 1 ? 'thread' : 'threads'} (${reason})`
}
