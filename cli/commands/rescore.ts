import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { type AnyDef, ConfigError } from '../../core/index.ts'
import { envs } from '../../envs/index.ts'
import {
  describeServices,
  type RescoredPreset,
  type RescoreResult,
  type RunFile,
  readRun,
  rescore,
} from '../../runs/index.ts'
import { type CommandInput, defineCommand } from '../command.ts'
import { formatNumber, formatPercent } from '../format.ts'
import { INTERRUPTED, listenForInterrupts } from '../interrupts.ts'
import { isEnvFile, loadEnv } from '../load-env.ts'
import { claimStdout, plainOutput } from '../output.ts'

const flags = z.strictObject({
  reward: z
    .string()
    .optional()
    .describe("Name of the env's reward preset; by default every one that needs no judge."),
  env: z
    .string()
    .optional()
    .describe('Id or file of the env, where it is not what the run was played with any more.'),
  json: z.boolean().default(false).describe('Print one line of JSON instead of a table.'),
})

export const rescoreCommand = defineCommand({
  name: 'rescore',
  summary: "Compute a stored run's rewards again, as the env defines them now.",
  operands: [{ name: 'run', description: 'Folder of a run that has ended.' }],
  flags,
  examples: [
    'palaestra rescore palaestra-runs/my-run --reward dense',
    'palaestra rescore palaestra-runs/my-run --env ./moved/env.ts --json',
  ],
  async run({ operands: [dir = ''], flags: chosen }: CommandInput<typeof flags>) {
    const output = chosen.json ? claimStdout() : plainOutput
    const { file } = await readFolder(dir)
    const definition = await envOf(dir, file, chosen.env)
    const interrupts = listenForInterrupts(() => {})
    let shownAt = performance.now()
    try {
      const result = await rescore({
        dir,
        definition,
        reward: chosen.reward,
        signal: interrupts.stop,
        onProgress(read) {
          if (performance.now() - shownAt < 2000) return
          shownAt = performance.now()
          process.stderr.write(`${read.toLocaleString('en-US')} episodes read\n`)
        },
      })
      output.result(chosen.json ? resultJson(result) : resultTable(result))
      for (const note of notesOn(result)) process.stderr.write(`${note}\n`)
      return result.presets.some(({ scored }) => scored > 0) ? 0 : 1
    } catch (error) {
      if (error !== interrupts.stop.reason) throw error
      process.stderr.write('Stopped: nothing was written.\n')
      return INTERRUPTED
    } finally {
      interrupts.release()
    }
  },
})

async function readFolder(dir: string) {
  const reason = existsSync(dir) ? 'there is no run in it' : 'there is no such folder'
  if (existsSync(join(dir, 'run.json'))) return readRun(dir)
  throw new ConfigError(
    `Cannot rescore ${dir}: ${reason} (give the folder that holds run.json and trajectories.jsonl)`,
  )
}

/** What the run was played with, unless the user says where that is now. */
async function envOf(dir: string, file: RunFile, given: string | undefined): Promise<AnyDef> {
  if (given !== undefined) return loadEnv(given)
  const { env } = (file.source ?? {}) as { readonly env?: unknown }
  const stored = typeof env === 'string' ? env : file.config.env
  const isThere = isEnvFile(stored)
    ? existsSync(resolve(stored))
    : envs.ids.some((id) => id === stored)
  if (isThere) return loadEnv(stored)
  throw new ConfigError(
    `Cannot rescore ${dir}: the env it was played with, ${stored}, is not there (say where it is with --env)`,
  )
}

function resultJson({ summary, summaryBefore, ...result }: RescoreResult): string {
  const { dir, env, episodes, presets, leftOut, torn, linesWritten } = result
  return JSON.stringify({
    run: dir,
    env,
    episodes,
    presets,
    leftOut,
    torn,
    linesWritten,
    successBefore: summaryBefore?.success.rate ?? null,
    success: summary.success.rate,
  })
}

function resultTable(result: RescoreResult): string {
  const { dir, env, episodes, presets, linesWritten, summary, summaryBefore } = result
  const width = Math.max('preset'.length, ...presets.map(({ preset }) => preset.length))
  const line = (name: string, cells: readonly string[], rest: string) =>
    `  ${name.padEnd(width)}${cells.map((cell) => cell.padStart(9)).join('')}  ${rest}`
  const share = (rate: number | null) => (rate === null ? 'unknown' : formatPercent(rate))
  const before = summaryBefore?.success.rate ?? null
  const { rate } = summary.success
  const scores = join(dir, 'scores.jsonl')
  return [
    `${env}, ${counted(episodes, 'episode')}`,
    '',
    line('preset', ['scored', 'before', 'after', 'changed'], 'unscored'),
    ...presets.map((preset) =>
      line(
        preset.preset,
        [
          String(preset.scored),
          formatNumber(preset.meanBefore),
          formatNumber(preset.meanAfter),
          String(preset.changed),
        ],
        unscoredOf(preset),
      ),
    ),
    '',
    ...(before === rate ? [] : [`  success was ${share(before)}, is ${share(rate)}`, '']),
    linesWritten > 0
      ? `Stored in ${scores} (${counted(linesWritten, 'line')})`
      : `Nothing changed: ${scores} is as it was`,
  ].join('\n')
}

function unscoredOf({ unscoredByClass }: RescoredPreset): string {
  const classes = Object.entries(unscoredByClass)
  if (classes.length === 0) return '0'
  return classes.map(([name, count]) => `${count} ${name}`).join(', ')
}

/** What the figures do not say. */
function notesOn({ episodes, presets, leftOut, torn }: RescoreResult): string[] {
  return [
    ...(torn ? ['The last line of trajectories.jsonl is torn: its episode is left out.'] : []),
    ...Object.entries(leftOut).map(
      ([name, needs]) =>
        `${name} stays as it was: it needs ${describeServices(needs)} and cannot be recomputed without one.`,
    ),
    ...presets.flatMap(({ preset, groups }) =>
      groups === null ? [] : [`${preset}: ${counted(groups, 'complete group')} scored.`],
    ),
    ...presets.flatMap(({ preset, problem }) =>
      problem ? [`${preset}, ${problem.where}: ${problem.reason}`] : [],
    ),
    ...(episodes === 0 ? ['No episode is finished: there is nothing to score.'] : []),
    ...(episodes > 0 && presets.every(({ scored }) => scored === 0)
      ? ['No episode could be scored.']
      : []),
  ]
}

function counted(count: number, one: string): string {
  return `${count.toLocaleString('en-US')} ${one}${count === 1 ? '' : 's'}`
}
