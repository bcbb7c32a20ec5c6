import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { nullAgent } from '../../agents/null.ts'
import { oracle } from '../../agents/oracle.ts'
import { random } from '../../agents/random.ts'
import {
  type Agent,
  type AnyDef,
  make,
  rollout,
  type SnapshotEnv,
  scoreTrajectory,
  type Trajectory,
} from '../../core/index.ts'

type TextEnv = SnapshotEnv<string, string>
type TextAgent = Agent<string, string>

export interface Scored {
  /** Where the README is. */
  readonly folder: string
  readonly levels: readonly string[]
  /** Episodes behind each score (default 100). */
  readonly scored?: number
}

const BEGIN = '<!-- scores -->'
const END = '<!-- /scores -->'

/** The README's table is made here, with `PALAESTRA_WRITE_SCORES=1`, and compared everywhere else. */
export async function expectScores(
  definition: AnyDef,
  { folder, levels, scored = 100 }: Scored,
): Promise<void> {
  const presets = Object.keys(definition.rewards)
  const players = definition.gold ? [random, nullAgent, oracle] : [random, nullAgent]
  const rows: string[] = []
  for (const difficulty of levels) {
    const cells: string[] = []
    for (const player of players) {
      const means = await meansOf(definition, difficulty, player as TextAgent, presets, scored)
      cells.push(means.map((mean) => mean.toFixed(3)).join(' / '))
    }
    rows.push(`| ${[difficulty, ...cells].join(' | ')} |`)
  }
  const header = ['difficulty', 'random', 'null', ...(definition.gold ? ['gold'] : [])]
  const table = [
    `Mean return of ${scored} episodes (${presets.join(' / ')}):`,
    '',
    `| ${header.join(' | ')} |`,
    `|${'---|'.repeat(header.length)}`,
    ...rows,
  ].join('\n')
  const file = join(folder, 'README.md')
  const readme = existsSync(file) ? readFileSync(file, 'utf8') : `${BEGIN}\n${END}\n`
  const [before = '', rest = ''] = readme.split(BEGIN)
  const [written = '', after = ''] = rest.split(END)
  if (process.env['PALAESTRA_WRITE_SCORES']) {
    writeFileSync(file, `${before}${BEGIN}\n${table}\n${END}${after}`)
    return
  }
  expect(written.trim()).toBe(table)
}

async function meansOf(
  definition: AnyDef,
  difficulty: string,
  player: TextAgent,
  presets: readonly string[],
  episodes: number,
): Promise<readonly number[]> {
  await using env = (await make(definition, { options: { difficulty } })) as unknown as TextEnv
  const totals = presets.map(() => 0)
  for (let seed = 0; seed < episodes; seed++) {
    const { outcome, ...played } = await rollout(env, player, { seed })
    if (outcome.status === 'failed') throw new Error(outcome.error.message)
    for (const [index, preset] of presets.entries()) {
      const value = returnOf(
        await scoreTrajectory(definition.rewards[preset], played, outcome.ended),
      )
      totals[index] = (totals[index] ?? 0) + value
    }
  }
  return totals.map((total) => total / episodes)
}

export function returnOf({ outcome }: Trajectory): number {
  if (outcome.status === 'failed') throw new Error(outcome.error.message)
  if (outcome.reward.status === 'unscored') throw new Error(`unscored: ${outcome.reward.cause}`)
  return outcome.reward.value
}
