import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { ask, tryOut } from './trial.ts'

async function program(source: string): Promise<URL> {
  const folder = await mkdtemp(join(tmpdir(), 'palaestra-trial-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const file = join(folder, 'program.mjs')
  await writeFile(file, source)
  return pathToFileURL(file)
}

test('what a process finds is given, though it does not end by itself', async () => {
  const url = await program(
    'setInterval(() => {}, 1000); process.send({ works: true, detail: process.argv[2] + process.env.WORD })',
  )

  expect(await ask(url, ['a'], { env: { WORD: 'b' } })).toEqual({ works: true, detail: 'ab' })
})

test('a process that crashes is a finding with its last words', async () => {
  const killed = await program(
    'process.stderr.write("the driver fell over\\n", () => process.kill(process.pid, "SIGSEGV"))',
  )
  const ended = await program('process.exit(7)')

  expect(await ask(killed, [])).toEqual({
    works: false,
    problem: 'trying it ended the process (signal SIGSEGV: the driver fell over)',
  })
  expect(await ask(ended, [])).toMatchObject({ problem: expect.stringContaining('exit code 7') })
})

test('a process that hangs is given up after its deadline, and one that is interrupted at once', async () => {
  const url = await program('while (true) {}')

  const hung = await ask(url, [], { deadlineMs: 300 })
  const interrupted = await ask(url, [], { signal: AbortSignal.abort() })

  expect(hung).toEqual({ works: false, problem: 'no answer within 0.3 s' })
  expect(interrupted).toEqual({ works: false, problem: 'it was interrupted' })
})

test('the engines compute on the CPU of this machine', async () => {
  const [onnx, wasm] = await Promise.all([tryOut('onnx cpu'), tryOut('tfjs wasm')])

  expect(onnx).toEqual({ works: true, detail: 'onnxruntime-node 1.30.0' })
  expect(wasm).toEqual({ works: true, detail: 'TensorFlow.js 4.22.0' })
}, 120_000)
