import { existsSync } from 'node:fs'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { WARM_START } from '../../trainers/index.ts'
import { COLUMNS, type Curve, curveSchema, readRows } from './curve.ts'
import { palaestra, wordsOf } from './palaestra.ts'
import type { Arm, Flags } from './recipe.ts'

const EVALUATED = 128

/** What a Ctrl-C stopped: the run in the folder can be gone on with. */
export class Interrupted extends Error {}

/**
 * One seed of one arm. What lies in the folder already is taken as it is where it is complete and of the same
 * flags, and gone on with where it is not complete.
 */
export async function trainOne(
  dir: string,
  { algorithm, flags: own, prior }: Arm,
  seed: number,
): Promise<Curve> {
  const flags: Flags = { evalEpisodes: EVALUATED, ...own, seed }
  const file = `${dir}.json`
  const asked = JSON.stringify([algorithm, flags, prior, COLUMNS])
  const stored = await readStored(file)
  if (stored?.asked === asked) return stored.curve
  const began = performance.now()
  const isBegun = existsSync(join(dir, 'run.json'))
  const before = `${dir}-prior`
  const model = prior && !isBegun ? { model: await imitate(before, prior, seed) } : {}
  const words = isBegun ? ['--resume', dir] : [...wordsOf({ ...flags, ...model }), '--out', dir]
  const result = (await palaestra(['train', algorithm, ...words, '--threads', '1'])) as Trained
  const { updates, episodes, seconds, status, alarms } = result
  if (status !== 'complete')
    throw new Interrupted(`Stopped, and saved in ${dir} (go on with --runs)`)
  const spent = isBegun ? 0 : (performance.now() - began) / 1000 - seconds
  const curve: Curve = {
    ...{ seed, updates, episodes, seconds: rounded(seconds), warmSeconds: rounded(spent) },
    warm: prior
      ? await evaluateWarm(before, flags)
      : flags['warmStart'] === 'oracle'
        ? await evaluateWarm(join(dir, WARM_START), flags)
        : null,
    alarms: alarms.map(({ name, update }) => `${name}, update ${update}`),
    rows: await readRows(dir),
  }
  await writeFile(file, JSON.stringify({ asked, curve }))
  return curve
}

type Trained = Readonly<Record<string, unknown>> & {
  readonly updates: number
  readonly episodes: number
  readonly seconds: number
  readonly status: string
  readonly alarms: readonly { readonly name: string; readonly update: number }[]
}

/** Plays, imitates what was played, and gives the folder of the policy that does so. */
async function imitate(
  dir: string,
  { played, imitated }: NonNullable<Arm['prior']>,
  seed: number,
): Promise<string> {
  const [data, policy] = [join(dir, 'played'), join(dir, 'policy')]
  // What an earlier attempt left unfinished.
  await rm(dir, { recursive: true, force: true })
  await palaestra(['run', ...wordsOf({ ...played, seed, out: data })])
  const sft = { ...imitated, data, seed, threads: 1, out: policy }
  await palaestra(['train', 'sft', ...wordsOf(sft)])
  return policy
}

/** What is the same where a policy trains and where it plays. */
const PLAYED = [
  ...['env', 'options', 'difficulty', 'reward', 'maxTurns', 'maxTokens', 'constrained'],
  ...['context', 'contextTokens', 'system', 'toolCalls'],
]

/** What imitation of solutions alone comes to: a run is evaluated after updates only. */
async function evaluateWarm(dir: string, flags: Flags): Promise<Curve['warm']> {
  const { evalSplit = 'test', evalEpisodes: episodes = EVALUATED, seed = 0 } = flags
  const played = Object.fromEntries(
    Object.entries({ maxTokens: 32, ...flags }).filter(([field]) => PLAYED.includes(field)),
  )
  const out = join(dir, 'evaluation')
  await rm(out, { recursive: true, force: true })
  const { success = null, meanReward = null } = (await palaestra([
    ...['run', '--agent', 'policy', '--model', join(dir, 'policy', 'model'), '--temperature', '0'],
    ...wordsOf({ ...played, ...(evalSplit === 'all' ? {} : { split: evalSplit }), seed }),
    ...wordsOf({ episodes, threads: 1, out }),
  ])) as { success?: number | null; meanReward?: number | null }
  return { evalSuccess: success, evalReturn: meanReward }
}

const rounded = (seconds: number) => Math.round(seconds * 10) / 10

async function readStored(file: string) {
  if (!existsSync(file)) return null
  const stored = JSON.parse(await readFile(file, 'utf8')) as { asked?: unknown; curve?: unknown }
  return { asked: stored.asked, curve: curveSchema.parse(stored.curve) }
}
