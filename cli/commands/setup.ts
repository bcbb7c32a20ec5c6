import { z } from 'zod'
import { ConfigError } from '../../core/index.ts'
import { setupTensorFlow } from '../../models/index.ts'
import { defineCommand } from '../command.ts'
import { formatSeconds } from '../format.ts'
import { INTERRUPTED, listenForInterrupts } from '../interrupts.ts'

const flags = z.strictObject({
  cuda: z
    .boolean()
    .default(false)
    .describe('For NVIDIA GPUs (several gigabytes); the default where there is one.'),
  cpu: z.boolean().default(false).describe('For the CPU, even where there is an NVIDIA GPU.'),
  again: z.boolean().default(false).describe('Set it up anew, even where it is there.'),
})

export const setupTensorFlowCommand = defineCommand({
  name: 'setup tensorflow',
  verb: 'set up TensorFlow',
  summary: 'Fetch a current native TensorFlow for engine tfjs, and compile its Node binding.',
  operands: [],
  flags,
  examples: ['palaestra setup tensorflow', 'palaestra setup tensorflow --cuda'],
  async run({ flags: { cuda, cpu, again } }) {
    if (cuda && cpu) {
      throw new ConfigError(
        'Cannot set up TensorFlow: --cuda and --cpu exclude each other (give one)',
      )
    }
    const start = performance.now()
    const say = (line: string) => {
      const seconds = formatSeconds((performance.now() - start) / 1000)
      process.stdout.write(`[${seconds.padStart(6)}] ${line}\n`)
    }
    const interrupts = listenForInterrupts(() =>
      say('Stopping: what is finished is kept, and the next time goes on from there.'),
    )
    try {
      await setupTensorFlow({
        cuda: cuda ? true : cpu ? false : undefined,
        again,
        say,
        signal: interrupts.stop,
      })
      return 0
    } catch (error) {
      if (interrupts.stop.aborted) return INTERRUPTED
      throw error
    } finally {
      interrupts.release()
    }
  },
})
