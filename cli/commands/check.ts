import { z } from 'zod'
import { type CheckReport, inspectEnv } from '../../core/index.ts'
import { checkReplay } from '../../fixtures/index.ts'
import { defineCommand } from '../command.ts'
import { assertDifficultyOption, envOptionFlags, envOptions } from '../env-options.ts'
import { coloursFor } from '../format.ts'
import { loadEnv } from '../load-env.ts'
import { claimStdout, plainOutput } from '../output.ts'

const flags = z.strictObject({
  seeds: z.int().min(1).default(5).describe('Episodes of each kind.'),
  difficulty: z.string().optional().describe("The env's option of that name."),
  ...envOptionFlags,
  reward: z
    .string()
    .optional()
    .describe("Name of the env's reward preset; its first is the default."),
  json: z.boolean().default(false).describe('Print one line of JSON instead of a list.'),
})

export const checkCommand = defineCommand({
  name: 'check',
  summary:
    'Hold an env to its contract and to what it declares: gold, null, cheats, seeds, splits, replay.',
  operands: [
    {
      name: 'env',
      description: 'Id of an env (palaestra envs lists them), or a file that exports one.',
    },
  ],
  flags,
  examples: ['palaestra check ./my-env/env.ts'],
  async run({ operands: [env = ''], flags: chosen }) {
    const output = chosen.json ? claimStdout() : plainOutput
    const definition = await loadEnv(env)
    assertDifficultyOption(definition, chosen.difficulty)
    const makeOptions = { options: envOptions(definition, chosen), reward: chosen.reward }
    const inspected = await inspectEnv(definition, { seeds: chosen.seeds, ...makeOptions })
    const replay = await checkReplay(definition, makeOptions)
    const report = {
      ...inspected,
      checks: [...inspected.checks, replay],
      passed: inspected.passed && replay.status !== 'failed',
    }
    output.result(chosen.json ? JSON.stringify(report) : describeReport(report))
    return report.passed ? 0 : 1
  },
})

function describeReport({ env, checks, passed }: CheckReport): string {
  const colours = coloursFor(process.stdout)
  const marks = {
    passed: colours.green('passed'),
    failed: colours.red('failed'),
    waived: colours.yellow('waived'),
  }
  const failed = checks.filter(({ status }) => status === 'failed').length
  const width = Math.max(...checks.map(({ name }) => name.length))
  return [
    ...checks.map(
      ({ name, status, detail }) => `  ${marks[status]}  ${name.padEnd(width)}  ${detail}`,
    ),
    '',
    passed
      ? `${env} holds what it declares.`
      : `${env} fails ${failed} of ${checks.length} checks.`,
  ].join('\n')
}
