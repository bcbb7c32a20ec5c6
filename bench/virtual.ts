import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type Agent, decide, make, rollout } from '../core/index.ts'
import { defineRepair } from '../envs/swe/env.ts'
import { goldActions } from '../envs/swe/gold.ts'
import { fileOf } from '../envs/swe/tasks/format.ts'
import { loadBuiltinTasks, type OpenTask, openTask } from '../envs/swe/tasks/open.ts'
import { closeSandboxes } from '../sandboxes/index.ts'
import type { Figure } from './figure.ts'

const EPISODES = 200
const WARM_UP = 20
const REAL_EPISODES = 10

/** The visible test file that shows the bug; any, where only hidden ones do. */
function testFileOf({ task, files }: OpenTask): string {
  const visible = Object.keys(files).filter((path) => path.startsWith('test/'))
  return (
    visible.find((path) => task.failToPass.some((id) => fileOf(id) === path)) ?? visible[0] ?? ''
  )
}

/** Runs the test file, makes the known fix, runs it again, submits. */
function goldAgent(task: OpenTask): Agent<string, unknown> {
  const [fix, submit] = [goldActions(task).slice(0, -1), { tool: 'submit' }]
  const look = { tool: 'bash', command: `node --test ${testFileOf(task)}` }
  const actions = [look, ...fix, look, submit]
  let next = 0
  return { name: 'gold', begin: async () => ({ act: async () => decide(actions[next++]) }) }
}

/**
 * Graded gold episodes one after another: three commands (a test file, the fix, the test file) and a submission judged
 * in a fresh sandbox. Every episode is another task, so nothing is answered from memory.
 */
export async function benchVirtual(): Promise<readonly Figure[]> {
  const tasks = await Promise.all(
    (await loadBuiltinTasks()).slice(0, EPISODES + WARM_UP).map(openTask),
  )
  const repair = defineRepair()
  await using env = await make(repair)
  const play = async (chosen: readonly OpenTask[]) => {
    const started = performance.now()
    for (const task of chosen) {
      const { outcome } = await rollout(env, goldAgent(task) as never, { task: task.task.id })
      if (
        outcome.status !== 'completed' ||
        outcome.reward.status !== 'scored' ||
        outcome.reward.value !== 1
      ) {
        throw new Error(
          `Cannot use the figure: gold of ${task.task.id} gave ${JSON.stringify(outcome)}`,
        )
      }
    }
    return chosen.length / ((performance.now() - started) / 1000)
  }
  await play(tasks.slice(0, WARM_UP))
  const virtual = await play(tasks.slice(WARM_UP))
  closeSandboxes()
  const real = playReal(tasks.slice(WARM_UP, WARM_UP + REAL_EPISODES))
  return [
    {
      name: 'graded gold episodes in the virtual sandbox, one at a time',
      value: virtual,
      unit: 'episodes/s',
      target: 50,
      against: [{ name: 'the same suites under real Node processes', ratio: virtual / real }],
    },
  ]
}

/** The same three test runs (before, after, graded with hidden tests) as processes in temporary folders. */
function playReal(tasks: readonly OpenTask[]): number {
  const folder = mkdtempSync(join(tmpdir(), 'palaestra-bench-'))
  const started = performance.now()
  for (const [index, opened] of tasks.entries()) {
    const { files, hiddenFiles, gold } = opened
    const root = join(folder, String(index))
    writeAll(root, files)
    runTests(root, testFileOf(opened))
    writeAll(root, gold)
    runTests(root, testFileOf(opened))
    writeAll(`${root}-graded`, { ...files, ...hiddenFiles, ...gold })
    if (runTests(`${root}-graded`, 'test/', 'hidden/') !== 0)
      throw new Error('Cannot use the figure: gold fails in real Node')
  }
  const seconds = (performance.now() - started) / 1000
  rmSync(folder, { recursive: true, force: true })
  return tasks.length / seconds
}

function writeAll(root: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
}

function runTests(root: string, ...paths: readonly string[]): number | null {
  return spawnSync(process.execPath, ['--test', ...paths], { cwd: root, stdio: 'ignore' }).status
}
