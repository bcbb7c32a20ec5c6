import { execFileSync } from 'node:child_process'
import { constants } from 'node:fs'
import { open, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { folderWith, palaestra, startPalaestra } from '../palaestra.suite.ts'

// Each test starts the program, which tries the devices of the machine.
vi.setConfig({ testTimeout: 90_000 })

const text = 'One, two, buckle my shoe;\nThree, four, knock at the door;\n'.repeat(40)
const quick = ['--model', 'nano', '--device', 'cpu', '--threads', '1', '--context-length', '32']

test('trains on a text: says what computes and why, shows progress, and leaves a model', async () => {
  const folder = await folderWith({ 'text.txt': text })
  const out = join(folder, 'run')

  const { code, stdout, stderr } = await palaestra(
    ...['train', 'sft', '--data', join(folder, 'text.txt'), ...quick],
    ...['--steps', '20', '--learning-rate', '0.01', '--out', out],
  )

  expect(code).toBe(0)
  expect(stderr).toMatch(/^nano \(llama, [\d,]+ parameters\) on 1 documents?: \d+ sequences/)
  expect(stderr).toContain(`20 steps, onnx on cpu, 1 thread (asked for), in ${out}`)
  expect(stderr).toMatch(/\n20\/20 {2}loss \d\.\d{3} {2}[\d,.]+ tok\/s {2}in /)
  expect(stdout).toMatch(/^sft of nano: 20 of 20 steps\n/)
  expect(stdout).toContain(`Model: ${join(out, 'model')}`)
  expect(await readdir(join(out, 'model'))).toContain('model.safetensors')
})

test('stops at Ctrl-C with everything saved, and says how to go on; --json is one line', async () => {
  const folder = await folderWith({ 'text.txt': text })
  const out = join(folder, 'run')
  const { child, said, finished } = startPalaestra(
    ...['train', 'sft', '--data', join(folder, 'text.txt'), ...quick],
    // More than any machine does before the Ctrl-C arrives.
    ...['--steps', '200000', '--out', out, '--json'],
  )
  await said('tok/s')

  child.kill('SIGINT')
  const stopped = await finished
  const refused = await palaestra('train', 'sft', '--resume', out, '--steps', '5')
  const file = JSON.parse(await readFile(join(out, 'run.json'), 'utf8'))

  expect(stopped.code).toBe(130)
  expect(stopped.stderr).toContain('Stopping: this step is finished and saved first')
  expect(stopped.stderr).toContain(`Continue with: npm run palaestra -- train sft --resume ${out}`)
  expect(file).toMatchObject({ status: 'interrupted', steps: 200_000 })
  expect(JSON.parse(stopped.stdout)).toMatchObject({
    ...{
      run: out,
      status: 'interrupted',
      steps: 200_000,
      step: file.progress.step,
      exported: null,
    },
    engine: { engine: 'onnx', device: 'cpu', threads: 1 },
  })
  const last = (await readdir(join(out, 'checkpoint'))).sort().at(-1)
  expect(Number(last?.slice('step-'.length))).toBe(file.progress.step)
  expect(refused).toMatchObject({ code: 2, stdout: '' })
  expect(refused.stderr).toBe(
    `Cannot resume ${out} with --steps: a run goes on as it began (leave it out, or start a new run)\n`,
  )
})

test.skipIf(process.platform === 'win32')(
  'Ctrl-C before the first step leaves at once (needs named pipes)',
  async () => {
    const folder = await folderWith()
    const pipe = join(folder, 'text.txt')
    execFileSync('mkfifo', [pipe])
    const { child, finished } = startPalaestra('train', 'sft', '--data', pipe, ...quick)
    // It can be opened for writing as soon as it is being read: that goes on until it is closed.
    const writing = constants.O_WRONLY | constants.O_NONBLOCK
    const file = await vi.waitFor(() => open(pipe, writing), { timeout: 30_000 })

    child.kill('SIGINT')
    const { stderr } = await finished
    await file.close()

    expect(child.signalCode).toBe('SIGINT')
    expect(stderr).toBe('')
  },
)

test('mistakes are one line and exit code 2, before anything is written', async () => {
  const folder = await folderWith({ 'text.txt': text })
  const data = ['--data', join(folder, 'text.txt'), '--out', join(folder, 'run')]
  const refused = async (...argv: readonly string[]) => {
    const { code, stderr } = await palaestra('train', 'sft', ...argv)
    expect(code).toBe(2)
    expect(stderr.trimEnd().split('\n')).toHaveLength(1)
    return stderr
  }

  const [none, device, model] = await Promise.all([
    refused(),
    refused(...data, '--device', 'native-cpu', '--engine', 'onnx'),
    refused(...data, '--model', 'tiniest'),
  ])

  expect(none).toContain('Cannot train: --data is missing')
  expect(device).toContain('engine onnx has no such device')
  expect(model).toContain('Cannot open the model tiniest: it is no size')
  expect(await readdir(folder)).toEqual(['text.txt'])
})
