import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import { folderWith, palaestra, startPalaestra, waitingFrom } from '../palaestra.suite.ts'

// Each test starts the program, which tries the devices of the machine.
vi.setConfig({ testTimeout: 120_000 })

const train = ['train', 'grpo', '--model', 'nano', '--constrained']
const quick = [
  ...['--device', 'cpu', '--threads', '1', '--max-tokens', '6', '--max-turns', '3'],
  ...['--warm-episodes', '20', '--warm-steps', '5', '--context-length', '256'],
  ...['--groups', '2', '--group-size', '4', '--eval-episodes', '4', '--learning-rate', '0.01'],
]
/** GuessNumber whose episodes begin after `body`. */
const guess = (body: string) => `
  import { guessNumber } from '../../envs/text/guess-number/env.ts'
  export const guess = {
    ...guessNumber,
    async reset(context) {
      ${body}
      return guessNumber.reset(context)
    },
  }`
const linesIn = async (out: string) =>
  (await readFile(join(out, 'metrics.jsonl'), 'utf8'))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Readonly<Record<string, number>>)

describe('train grpo', () => {
  test('stops at Ctrl-C with a save, refuses other choices with the difference, and goes on as it began', async () => {
    // Behind the warm start, and before the last update.
    const folder = await folderWith({ 'env.ts': guess(waitingFrom(60)) })
    const env = join(folder, 'env.ts')
    const out = join(folder, 'run')
    const { child, said, finished } = startPalaestra(
      ...[...train, '--env', env, ...quick, '--updates', '15', '--out', out, '--json'],
    )
    await said('it waits')

    child.kill('SIGINT')
    const stopped = await finished
    await writeFile(env, guess(''))
    const saves = await readdir(join(out, 'checkpoint'))
    const resume = (...argv: readonly string[]) => palaestra('train', ...argv, '--resume', out)
    const [groups, algorithm, advantage] = await Promise.all([
      resume('grpo', '--groups', '3'),
      resume('rloo'),
      resume('grpo', '--advantage', 'opo'),
    ])
    const done = await resume('grpo', '--groups', '2', '--json')

    expect(stopped.code).toBe(130)
    expect(stopped.stderr).toContain('Stopping: this update is finished and saved first')
    expect(stopped.stderr).toContain(
      `Continue with: npm run palaestra -- train grpo --resume ${out}`,
    )
    const first = JSON.parse(stopped.stdout) as Record<string, unknown>
    expect(first).toMatchObject({
      ...{ run: out, env: 'text/GuessNumber-v0', algorithm: 'grpo', engine: 'onnx', device: 'cpu' },
      ...{ status: 'interrupted', of: 15, alarms: expect.any(Array), unscored: {} },
    })
    for (const key of ['updates', 'episodes', 'seconds']) expect(first[key]).toBeGreaterThan(0)
    const updates = Number(first['updates'])
    expect(saves.some((name) => Number(name.slice('step-'.length)) === updates)).toBe(true)

    for (const { code, stdout } of [groups, algorithm, advantage]) {
      expect([code, stdout]).toEqual([2, ''])
    }
    const advice = '(give the same, or start a new run)\n'
    expect(groups.stderr).toBe(`Cannot resume ${out}: --groups was 2, is 3 ${advice}`)
    expect(algorithm.stderr).toBe(
      `Cannot resume ${out}: the algorithm was "grpo", is "rloo" ${advice}`,
    )
    expect(advantage.stderr).toBe(
      `Cannot resume ${out}: --advantage was "grpo", is "opo" ${advice}`,
    )

    expect(done.code).toBe(0)
    expect(done.stderr).toContain(`15 updates (${updates} done before)`)
    expect(done.stdout.trimEnd().split('\n')).toHaveLength(1)
    const last = JSON.parse(done.stdout) as Record<string, unknown>
    expect(last).toMatchObject({ status: 'complete', updates: 15, exported: join(out, 'model') })
    for (const key of ['evalSuccess', 'evalReturn']) expect(last[key]).toEqual(expect.any(Number))
    expect((await linesIn(out)).map((line) => line['global_step'])).toEqual(
      Array.from({ length: 15 }, (_, at) => at + 1),
    )
    expect(await readdir(join(out, 'model'))).toContain('model.safetensors')
  })

  test('mistakes are one line and exit code 2, before anything is written', async () => {
    const folder = await folderWith()
    const out = join(folder, 'run')
    const refused = async (...argv: readonly string[]) => {
      const { code, stdout, stderr } = await palaestra('train', ...argv, '--out', out)
      expect([code, stdout]).toEqual([2, ''])
      expect(stderr.trimEnd().split('\n')).toHaveLength(1)
      return stderr
    }
    const env = ['--env', 'text/GuessNumber-v0']

    const [estimator, one, none, budget] = await Promise.all([
      refused('grpo', ...env, '--advantage', 'rloo', '--lambda', '0.9'),
      refused('grpo', ...env, '--group-size', '1'),
      refused('ppo'),
      refused('rloo', ...env, '--sft-share', '0.5'),
    ])

    expect(estimator).toContain('Cannot train with lambda 0.9: advantage rloo does not use it')
    expect(one).toContain('Cannot train grpo with groups of 1: each episode is compared')
    expect(none).toContain('Cannot train: --env is missing')
    expect(budget).toContain('Cannot split a budget: --sft-share is a share of --episodes')
    expect(await readdir(folder)).toEqual([])
  })
})
