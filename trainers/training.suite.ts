import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, onTestFinished } from 'vitest'
import { openWorkerEngine } from '../models/engines/worker/engine.ts'
import type { Engine } from '../models/index.ts'

/** ONNX Runtime on one thread: what repeats bit for bit. */
export const openCpu = (): Promise<Engine> =>
  openWorkerEngine({ engine: 'onnx', device: 'cpu', threads: 1, reason: 'a test' })

/** The same, one for all tests of a file: a worker takes longer to start than most tests to run. */
export function sharedCpu(): () => Promise<Engine> {
  let opening: Promise<Engine> | undefined
  afterAll(async () => (await opening)?.close())
  return async () => {
    opening ??= openCpu()
    const engine = await opening
    const close = async () => {}
    return {
      ...{ spec: engine.spec, close, [Symbol.asyncDispose]: close },
      open: (declared, weights) => engine.open(declared, weights),
    }
  }
}

/** A folder with files in it; gone when the test is over. */
export async function folderWith(
  files: Readonly<Record<string, string | Uint8Array>> = {},
): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'palaestra-train-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content)
  return folder
}

/** The metrics of a run, without what a clock says. */
export async function metricsOf(dir: string): Promise<readonly Record<string, unknown>[]> {
  const text = await readFile(join(dir, 'metrics.jsonl'), 'utf8')
  return text
    .trimEnd()
    .split('\n')
    .map((line) => untimed(JSON.parse(line) as Record<string, unknown>))
}

export function untimed<T extends object>(metrics: T): Omit<T, 'charts/tokens_per_second'> {
  const { 'charts/tokens_per_second': _, ...rest } = metrics as T & {
    'charts/tokens_per_second'?: number
  }
  return rest
}

/** A text to be learnt by heart. */
export const rhyme =
  'One, two, buckle my shoe;\nThree, four, knock at the door;\nFive, six, pick up sticks;\n'
