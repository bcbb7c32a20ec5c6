import { z } from 'zod'
import { envs } from '../../envs/index.ts'
import { defineCommand } from '../command.ts'

const flags = z.strictObject({
  json: z.boolean().default(false).describe('Print one line of JSON instead of a list.'),
})

export const envsCommand = defineCommand({
  name: 'envs',
  summary: 'List the envs this package brings.',
  operands: [],
  flags,
  examples: [],
  async run({ flags: { json } }) {
    const listed = await Promise.all(
      envs.ids.map(async (id) => {
        const { description = '', rewards, maxEpisodeSteps } = await envs.loadUnknown(id)
        return { id, description, rewards: Object.keys(rewards), maxEpisodeSteps }
      }),
    )
    if (json) {
      process.stdout.write(`${JSON.stringify(listed)}\n`)
      return 0
    }
    for (const { id, description, rewards } of listed) {
      process.stdout.write(`${id}\n`)
      if (description) process.stdout.write(`  ${description}\n`)
      process.stdout.write(`  rewards: ${rewards.join(', ')}\n`)
    }
    return 0
  },
})
