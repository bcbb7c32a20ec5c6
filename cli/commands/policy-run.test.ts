import { access, cp, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test, vi } from 'vitest'
import { writeTinyPolicy } from '../../models/sampler/policy-folder.suite.ts'
import { folderWith, palaestra, startPalaestra } from '../palaestra.suite.ts'

// A process for each command, several one after another.
vi.setConfig({ testTimeout: 120_000 })

const guess = ['run', '--env', 'text/GuessNumber-v0', '--agent', 'policy']
/** On one thread the same seed gives the same tokens. */
const quick = ['--device', 'cpu', '--threads', '1', '--max-tokens', '6', '--max-turns', '4']

async function folderWithModel(contextLength = 1024) {
  const folder = await folderWith()
  const model = join(folder, 'model')
  await writeTinyPolicy(model, { contextLength })
  return { folder, model, out: join(folder, 'run') }
}

/** What two plays of one run may not differ in. */
async function trajectoriesIn(dir: string): Promise<string> {
  const text = await readFile(join(dir, 'trajectories.jsonl'), 'utf8')
  const lines = text.replace(/"(duration|setup|agent|env|grading)Ms":[\d.e-]+/g, '"$1Ms":0')
  return lines.split('\n').sort().join('\n')
}

/** The last digits of log-probs depend on who shared a batch. */
const withoutLogProbs = (text: string) => text.replace(/"(l|policyL)ogProbs":\[[^\]]*\]/g, '')

const runFileIn = async (dir: string) =>
  JSON.parse(await readFile(join(dir, 'run.json'), 'utf8')) as Readonly<Record<string, unknown>>

test('a model plays, and how fast it samples is shown, told as JSON and stored', async () => {
  const { model, out } = await folderWithModel()

  const { code, stdout, stderr } = await palaestra(
    ...[...guess, '--model', model, ...quick, '--episodes', '6', '--out', out, '--json'],
  )

  expect(stderr).toContain(`Model ${model}: onnx on cpu, 1 thread (asked for)`)
  expect(stderr).toContain('agent policy/model: 6 episodes, 6 at a time')
  expect(stderr).toMatch(/6\/6 .* tok\/s {2}batch [\d.]+ {2}queue/)
  expect(code).toBe(0)
  const { sampling, agent, scored, usage } = JSON.parse(stdout)
  expect({ agent, scored }).toEqual({ agent: 'policy/model', scored: 6 })
  expect(sampling).toMatchObject({ engine: 'onnx', device: 'cpu', threads: 1, requests: 24 })
  expect(sampling.sampledTokens).toBe(usage.completionTokens)
  expect(sampling.occupancy).toBeGreaterThan(1)
  expect(sampling.tokensPerSecond).toBeGreaterThan(0)
  expect(sampling.versions).toHaveProperty('onnxruntime-node')
  expect((await runFileIn(out))['sampling']).toEqual(sampling)
})

test('a run goes on with the same model, from elsewhere too, and not with another', async () => {
  const { folder, model, out } = await folderWithModel()
  const flags = [...quick, '--temperature', '0.5', '--quiet', '--json']
  const whole = join(folder, 'whole')
  await palaestra(...guess, '--model', model, ...flags, '--episodes', '4', '--out', whole)
  await palaestra(...guess, '--model', model, ...flags, '--episodes', '2', '--out', out)
  await cp(model, join(folder, 'moved/renamed'), { recursive: true })
  await rm(model, { recursive: true })
  const resume = ['run', '--resume', out, '--model', join(folder, 'moved/renamed'), '--quiet']

  const longer = await palaestra(...resume, '--episodes', '4', '--json')
  const warmer = await palaestra(...resume, '--temperature', '1')
  await writeTinyPolicy(join(folder, 'moved/renamed'), { contextLength: 1024, seed: 2 })
  const other = await palaestra(...resume, '--episodes', '6')

  expect(longer.stderr).toBe('')
  expect(JSON.parse(longer.stdout)).toMatchObject({ episodes: 4, sampling: { requests: 16 } })
  const [resumed, played] = await Promise.all([out, whole].map(trajectoriesIn))
  expect(withoutLogProbs(resumed ?? '')).toBe(withoutLogProbs(played ?? ''))
  expect(warmer).toMatchObject({ code: 2, stdout: '' })
  expect(warmer.stderr).toContain('--temperature was 0.5, is 1')
  expect(other).toMatchObject({ code: 2, stdout: '' })
  expect(other.stderr).toContain('the weights of its policy, or its tokenizer, have changed')
})

test('what was recorded plays again without weights, and its decisions in the live env', async () => {
  const { folder, model, out } = await folderWithModel()
  const recording = join(folder, 'recording')
  const play = [...guess, '--model', model, ...quick, '--episodes', '4', '--constrained']
  const live = await palaestra(...play, '--record', recording, '--out', out, '--quiet')
  await rm(join(model, 'model.safetensors'))

  const again = await palaestra('run', '--replay', recording, '--out', join(folder, 'again'))
  const decisions = await palaestra('replay', out, '--json', '--quiet')

  expect(live.code).toBe(0)
  expect(again.stderr).toContain(`All 4 episodes came out as recorded in ${recording}.`)
  expect(again.code).toBe(0)
  expect(await trajectoriesIn(join(folder, 'again'))).toBe(await trajectoriesIn(out))
  expect((await runFileIn(join(folder, 'again')))['sampling']).toBeUndefined()
  expect(decisions.code).toBe(0)
  expect(await readFile(join(recording, 'recording.json'), 'utf8')).toContain('"../model"')
  await cp(model, join(folder, 'elsewhere/renamed'), { recursive: true })
  await rm(model, { recursive: true })
  const gone = await palaestra('run', '--replay', recording)
  expect(gone.stderr).toContain('there is no such folder')
  const moved = ['--model', join(folder, 'elsewhere/renamed'), '--quiet']
  expect((await palaestra('run', '--replay', recording, ...moved)).code).toBe(0)
})

test('Ctrl-C finishes what is played, keeps it, and leaves nothing running', async () => {
  const { model, out } = await folderWithModel()
  // More than any machine plays before the Ctrl-C arrives.
  const flags = [...quick, '--episodes', '100000', '--concurrency', '2', '--out', out]
  const { child, said, finished } = startPalaestra(...guess, '--model', model, ...flags)
  await said('ep/s')

  child.kill('SIGINT')

  const { code, stderr } = await finished
  expect(code).toBe(130)
  expect(stderr).toContain(`Continue with: npm run palaestra -- run --resume ${out}`)
  expect(await runFileIn(out)).toMatchObject({ status: 'interrupted', sampling: { threads: 1 } })
})

test('a context that the task does not fit is told, not only a success of zero', async () => {
  const { model, out } = await folderWithModel()
  const flags = [...quick, '--context', 'window', '--context-tokens', '32', '--episodes', '3']

  const { code, stdout } = await palaestra(...guess, '--model', model, ...flags, '--out', out)

  expect(code).toBe(0)
  expect(stdout).toContain('ended by agent  3 of 3: the task does not fit the context')
  expect(await runFileIn(out)).toMatchObject({
    summary: { stopped: { 'the task does not fit the context': 3 } },
  })
})

test('the second Ctrl-C leaves at once, though the model is in the middle of it', async () => {
  const { model, out } = await folderWithModel(4096)
  // What is begun takes longer than a busy machine keeps this test waiting.
  const long = ['--threads', '1', '--max-tokens', '3900', '--episodes', '64', '--quiet']
  const { child, said, finished } = startPalaestra(
    ...guess,
    '--model',
    model,
    ...long,
    '--out',
    out,
  )
  await vi.waitFor(() => access(join(out, 'run.json')), { timeout: 60_000 })
  await sleep(1000)
  child.kill('SIGINT')
  await said('Stopping')
  await sleep(100)

  child.kill('SIGINT')

  const { stderr } = await finished
  expect(child.signalCode).toBe('SIGINT')
  expect(stderr.trimEnd()).toMatch(/^Stopping.*at once\)\.$/)
})

test.each([
  [[], '--model is missing (give the folder of a model'],
  [['--model', 'tiny'], 'it is a size for training, not a trained model'],
  [['--model', 'nowhere', '--base-url', 'http://a.test'], 'only chat has it (add --agent chat'],
  [['--model', 'nowhere', '--device', 'gpu'], '--device "gpu" is none of its values'],
])('policy with %j is refused in one line, and no run begins', async (argv, message) => {
  const folder = await folderWith()

  const { code, stdout, stderr } = await palaestra(...guess, ...argv, '--out', join(folder, 'run'))

  expect([code, stdout]).toEqual([2, ''])
  expect(stderr).toContain(message)
  expect(stderr.trimEnd().split('\n')).toHaveLength(1)
  expect(await readdir(folder)).toEqual([])
})
