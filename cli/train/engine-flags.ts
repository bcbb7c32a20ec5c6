import { z } from 'zod'
import { type Engine, type EngineSpec, engineNames, openEngine } from '../../models/index.ts'
import { deviceFlag, threadsFlag } from '../device-flags.ts'
import { runFlags } from '../run-choices.ts'

/** What computes: flags of every command that trains. */
export const engineFlags = {
  engine: z
    .enum(engineNames)
    .optional()
    .describe('What computes (default onnx; palaestra devices lists what there is).'),
  device: deviceFlag
    .optional()
    .describe('On what it computes (default: the best there is for the engine).'),
  threads: threadsFlag
    .optional()
    .describe('Threads of a CPU (default: all). With 1, the same seed gives the same numbers.'),
}

/** Of every command that trains: where it is stored, and how it is watched. */
export const trainingFlags = {
  ...engineFlags,
  out: runFlags.shape.out,
  resume: z
    .string()
    .optional()
    .describe('Go on with the run in this folder, from its last save; it keeps its choices.'),
  json: runFlags.shape.json,
  quiet: runFlags.shape.quiet,
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
