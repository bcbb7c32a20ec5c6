import { z } from 'zod'
import { defineEnv, text, tool } from '../../../core/index.ts'
import { solved } from '../../../rewards/index.ts'
import { openSandbox } from '../../../sandboxes/index.ts'

const NAMES = ['ada', 'edsger', 'grace'] as const

/** The agent has a shell and must write the name it is given to `name.txt`. */
export const nameFile = defineEnv({
  id: 'guide/NameFile-v0',
  state: 'resource',
  observationSpace: text(),
  actionSpace: tool('bash', z.object({ command: z.string().describe('Command to run') })),
  rewards: { sparse: solved() },
  maxEpisodeSteps: 10,

  async reset({ rng }) {
    const name = rng.pick(NAMES)
    const sandbox = await openSandbox()
    return { state: { name, sandbox }, observation: `Write "${name}" to name.txt.` }
  },

  async step({ name, sandbox }, { command }) {
    const { exitCode, stdout, stderr } = await sandbox.exec(command)
    const written = await sandbox.readText('name.txt').catch(() => '')
    const done = written.trim() === name
    return { observation: stdout + stderr, signals: { solved: done, exitCode }, terminated: done }
  },

  gold: ({ name }) => [{ command: `echo ${name} > name.txt` }],
  close: ({ sandbox }) => sandbox.close(),
})
