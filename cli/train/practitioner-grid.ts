import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { ConfigError, didYouMean, makeFolder } from '../../core/index.ts'
import { checkFlags, flagName } from '../flags.ts'
import { engineFlags } from './engine-flags.ts'
import { type Cell, type Grid, gridAlgorithms, practitionerFlags } from './practitioner.ts'
import { rlFlags } from './rl-flags.ts'

type Given = Readonly<Record<string, unknown>>

/** What is learnt where no env is named: small enough for a CPU. */
const TASK: Given = {
  env: ['text/KeyDoor-v0'],
  options: JSON.stringify({ brief: true, rooms: 3, spare: 2, apart: 1 }),
  ...{ split: 'all', evalSplit: 'all', maxTokens: 8, contextLength: 320 },
  ...{ epochs: 2, minibatches: 4, learningRate: 0.001, invalidPenalty: 0.1 },
}
const EPISODES = 4096

/** What the grid decides, and what decides it instead. */
const DECIDED: Readonly<Record<string, string>> = {
  reward: '--grid-rewards',
  sftShare: '--grid-shares',
  warmStart: '--grid-shares',
  updates: '--episodes',
}
/** What may be said of a grid that goes on. */
const FREE = ['preset', 'resume', 'json', 'quiet', ...Object.keys(engineFlags)]
const OWN = [...Object.keys(practitionerFlags), 'out', 'resume', 'json', 'quiet']

/** @throws ConfigError for levels that cannot be. */
export function gridOf(given: Given): Grid {
  const list = (field: string, fallback: readonly string[]) => {
    const names = (given[field] as readonly string[] | undefined) ?? fallback
    if (names.length > 0 && new Set(names).size === names.length) return names
    throw refusal(`${flagName(field)} names one twice, or none`, 'name each once')
  }
  const decided = Object.keys(given).find((field) => Object.hasOwn(DECIDED, field))
  if (decided !== undefined) {
    throw refusal(`${flagName(decided)} is for the grid to decide`, `use ${DECIDED[decided]}`)
  }
  const shares = list('gridShares', ['0', '0.2', '0.5']).map((text) => {
    const share = Number(text)
    if (share >= 0 && share <= 0.95) return share
    throw refusal(`the share ${text} is no number from 0 to 0.95`, 'write --grid-shares 0,0.2')
  })
  const algorithms = list('gridAlgorithms', gridAlgorithms).map((name) => {
    const known = gridAlgorithms.find((algorithm) => algorithm === name)
    if (known) return known
    throw refusal(`there is no algorithm ${name}`, didYouMean(name, gridAlgorithms))
  })
  return { shares, rewards: list('gridRewards', ['sparse', 'dense']), algorithms }
}

/** The flags of one run of the grid, as `train <algorithm>` would have them. @throws ConfigError */
export function flagsOf({ share, reward, algorithm }: Cell, given: Given, out: string) {
  const flags = rlFlags(algorithm)
  const asked = Object.fromEntries(Object.entries(given).filter(([field]) => !OWN.includes(field)))
  const strange = Object.keys(asked).find((field) => !Object.hasOwn(flags.shape, field))
  if (strange !== undefined) {
    throw refusal(
      `${flagName(strange)} is no flag of ${algorithm}`,
      'leave it out, or choose others with --grid-algorithms',
    )
  }
  return checkFlags(
    { name: `train ${algorithm}`, verb: 'train', flags },
    {
      ...(given['env'] === undefined ? TASK : {}),
      // With ratios that nothing clips, the many steps on one batch break it.
      ...(given['env'] === undefined && algorithm === 'rloo' ? { loss: 'ppo' } : {}),
      ...{ episodes: EPISODES, ...asked, reward, out },
      ...(share > 0 ? { sftShare: share } : {}),
      ...{ json: given['json'] ?? false, quiet: given['quiet'] ?? false },
    },
  )
}

const FILE = 'practitioner.json'
const fileSchema = z.object({
  version: z.literal(1),
  preset: z.literal('practitioner'),
  given: z.record(z.string(), z.json()),
})

/** Keeps what was asked for, so that the grid can be gone on with. @throws ConfigError for a folder in use. */
export async function storeGrid(dir: string, given: Given): Promise<void> {
  if (existsSync(join(dir, FILE)) || existsSync(join(dir, 'run.json'))) {
    throw new ConfigError(
      `Cannot store the grid in ${dir}: there are runs in it (choose another folder, or go on with --resume)`,
    )
  }
  await makeFolder(dir)
  const asked = Object.fromEntries(
    Object.entries(given).filter(
      ([field]) => !['preset', 'out', 'resume', 'json', 'quiet'].includes(field),
    ),
  )
  const file = { version: 1, preset: 'practitioner', given: asked }
  await writeFile(join(dir, FILE), `${JSON.stringify(file, null, 2)}\n`)
}

/** What a grid was asked for, with what may be said anew. @throws ConfigError */
export async function readGrid(dir: string, given: Given): Promise<Given> {
  const other = Object.keys(given).find((field) => !FREE.includes(field))
  if (other !== undefined) {
    throw new ConfigError(
      `Cannot resume ${dir} with ${flagName(other)}: a grid goes on as it began (leave it out, or start a new one)`,
    )
  }
  const text = await readFile(join(dir, FILE), 'utf8').catch(() => null)
  const file = fileSchema.safeParse(text === null ? null : parsed(text))
  if (file.success) return { ...file.data.given, ...given }
  throw new ConfigError(
    `Cannot resume ${dir}: there is no grid in it (give the folder that holds ${FILE})`,
  )
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

const refusal = (reason: string, advice: string) =>
  new ConfigError(`Cannot train the preset practitioner: ${reason} (${advice})`)
