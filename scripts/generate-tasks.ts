import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { type Builtin, generateBuiltin } from '../envs/swe/generate/builtin.ts'
import { deviationOf, nodeRunner, sandboxRunner } from '../envs/swe/generate/verify.ts'
import { verifyRepairTasks } from '../envs/swe/grading/verify-tasks.ts'
import type { RepairTask } from '../envs/swe/tasks/format.ts'
import { librarySplits } from '../envs/swe/tasks/library.ts'
import { loadBuiltinTasks, loadLibraryTests } from '../envs/swe/tasks/open.ts'
import { closeSandboxes } from '../sandboxes/index.ts'
import type { Sandbox } from '../sandboxes/sandbox.ts'

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '0' },
    /** Only these are made again; tasks of others stay as they are. */
    libraries: { type: 'string' },
    'per-library': { type: 'string', default: '88' },
    concurrency: { type: 'string', default: '1' },
    'timeout-ms': { type: 'string', default: '5000' },
    verify: { type: 'string' },
    out: {
      type: 'string',
      default: fileURLToPath(new URL('../envs/swe/tasks/repair-v0.jsonl', import.meta.url)),
    },
  },
})

const nothing: Builtin = { tasks: [], tests: {} }

if (values.verify === undefined) await generate(values.out)
else await verify(values.out, values.verify)

async function generate(out: string): Promise<void> {
  const libraries = values.libraries?.split(',') ?? Object.keys(librarySplits)
  const kept = values.libraries === undefined ? nothing : await othersIn(out, libraries)
  const made = await generateBuiltin({
    seed: Number(values.seed),
    libraries,
    limit: Number(values['per-library']),
    concurrency: Number(values.concurrency),
    timeoutMs: Number(values['timeout-ms']),
    onProgress: (message) => console.log(message),
  })
  const tasks = [...kept.tasks, ...(await holding(made.tasks))].sort((a, b) =>
    a.id < b.id ? -1 : 1,
  )
  const tests = Object.entries({ ...kept.tests, ...made.tests }).sort(([a], [b]) =>
    a < b ? -1 : 1,
  )
  await writeFile(out, tasks.map((task) => `${JSON.stringify(withoutPassToPass(task))}\n`).join(''))
  await writeFile(testsBeside(out), `${JSON.stringify(Object.fromEntries(tests), null, 2)}\n`)
  printCounts(tasks)
}

async function othersIn(out: string, libraries: readonly string[]): Promise<Builtin> {
  if (!existsSync(testsBeside(out))) return nothing
  const tests = Object.entries(await loadLibraryTests(testsBeside(out)))
  const tasks = await loadBuiltinTasks(out, Object.fromEntries(tests))
  return {
    tasks: tasks.filter(({ library }) => !libraries.includes(library ?? '')),
    tests: Object.fromEntries(tests.filter(([name]) => !libraries.includes(name))),
  }
}

/** Those that hold in the sandbox they are played in: one that takes too long there is no task. */
async function holding(made: readonly RepairTask[]): Promise<readonly RepairTask[]> {
  const good = new Set<string>()
  const concurrency = Number(values.concurrency)
  for await (const { id, verdict, reason } of verifyRepairTasks(made).verify({ concurrency })) {
    if (verdict === 'trusted') good.add(id)
    else console.log(`${id}: left out, ${verdict}: ${reason}`)
  }
  await closeSandboxes()
  return made.filter(({ id }) => good.has(id))
}

/** All other tests of the library: `tests.json` has them once for all tasks. */
function withoutPassToPass({ passToPass: _, ...task }: RepairTask) {
  return task
}

function testsBeside(path: string): string {
  return join(dirname(path), 'tests.json')
}

async function verify(path: string, where: string): Promise<void> {
  const tasks = await loadBuiltinTasks(path, await loadLibraryTests(testsBeside(path)))
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
