import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { generateTasks } from '../envs/swe/generate/generate.ts'
import { deviationOf, nodeRunner, sandboxRunner } from '../envs/swe/generate/verify.ts'
import type { RepairTask } from '../envs/swe/tasks/format.ts'
import { librarySplits } from '../envs/swe/tasks/library.ts'
import { loadTasks } from '../envs/swe/tasks/read.ts'
import type { Sandbox } from '../sandboxes/sandbox.ts'

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '0' },
    libraries: { type: 'string', default: Object.keys(librarySplits).join(',') },
    'per-library': { type: 'string', default: '64' },
    concurrency: { type: 'string', default: '2' },
    'timeout-ms': { type: 'string', default: '8000' },
    verify: { type: 'string' },
    out: {
      type: 'string',
      default: fileURLToPath(new URL('../envs/swe/tasks/repair-v0.jsonl', import.meta.url)),
    },
  },
})

if (values.verify === undefined) await generate(values.out)
else await verify(values.out, values.verify)

async function generate(out: string): Promise<void> {
  const tasks = await generateTasks({
    seed: Number(values.seed),
    libraries: values.libraries.split(','),
    perLibrary: Number(values['per-library']),
    concurrency: Number(values.concurrency),
    timeoutMs: Number(values['timeout-ms']),
    onProgress: (message) => console.log(message),
  })
  await writeFile(out, tasks.map((task) => `${JSON.stringify(task)}\n`).join(''))
  printCounts(tasks)
}

async function verify(path: string, where: string): Promise<void> {
  const tasks = await loadTasks(path)
  const runner = where === 'node' ? nodeRunner : sandboxRunner(await sandboxOf(where))
  const deviations: string[] = []
  let next = 0
  const worker = async (): Promise<void> => {
    while (next < tasks.length) {
      const task = tasks[next++]
      const deviation = task && (await deviationOf(task, runner))
      if (deviation !== undefined) {
        deviations.push(deviation)
        console.log(deviation)
      }
    }
  }
  await Promise.all(Array.from({ length: Number(values.concurrency) }, worker))
  console.log(`${tasks.length - deviations.length} of ${tasks.length} tasks hold`)
  process.exitCode = deviations.length === 0 ? 0 : 1
}

async function sandboxOf(path: string): Promise<() => Promise<Sandbox>> {
  const module: { openSandbox: () => Promise<Sandbox> } = await import(
    pathToFileURL(resolve(path)).href
  )
  return module.openSandbox
}

function printCounts(tasks: readonly RepairTask[]): void {
  console.log(`\n${tasks.length} tasks`)
  for (const [title, keyOf] of [
    ['library', (task: RepairTask) => task.library ?? 'none'],
    ['operator', (task: RepairTask) => task.kind],
    ['level', (task: RepairTask) => String(task.difficulty)],
    ['split', (task: RepairTask) => task.split],
  ] as const) {
    console.log(`\n${title}`)
    const counts = new Map<string, number>()
    for (const task of tasks) counts.set(keyOf(task), (counts.get(keyOf(task)) ?? 0) + 1)
    for (const [key, count] of [...counts].sort()) {
      console.log(`  ${key.padEnd(20)} ${String(count).padStart(4)}`)
    }
  }
}
