import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { type Agent, checkEnv, decide, make, rollout, SandboxError } from '../../core/index.ts'
import {
  closeSandboxes,
  type ExecOptions,
  openSandbox,
  type Sandbox,
} from '../../sandboxes/index.ts'
import { defineRepair, repair } from './env.ts'
import { goldActions } from './gold.ts'
import { librarySplits } from './tasks/library.ts'
import { loadBuiltinTasks, openTask } from './tasks/open.ts'
import type { RepairAction } from './tools/action-space.ts'

afterAll(() => closeSandboxes())

const tasks = await loadBuiltinTasks()
const [first] = tasks
if (!first) throw new Error('there are no tasks')
const opened = await openTask(first)
const file = Object.keys(opened.gold)[0] ?? ''

function script(...actions: readonly RepairAction[]): Agent<string, RepairAction> {
  let next = 0
  const play = async () => decide(actions[next++] ?? ({ tool: 'submit' } as const))
  return { name: 'script', begin: async () => ({ act: play }) }
}

async function play(actions: readonly RepairAction[], reward?: 'sparse' | 'dense' | 'gated') {
  await using env = await make(repair, { reward })
  return await rollout(env, script(...actions), { task: first?.id })
}

/** The same sandbox as an object literal, to replace one of its methods. */
function bound(sandbox: Sandbox): Sandbox {
  const { kind, capabilities, workdir, tmpdir } = sandbox
  return {
    kind,
    capabilities,
    workdir,
    tmpdir,
    exec: (...args) => sandbox.exec(...args),
    readFile: (path) => sandbox.readFile(path),
    readText: (path) => sandbox.readText(path),
    writeFile: (...args) => sandbox.writeFile(...args),
    writeFiles: (files) => sandbox.writeFiles(files),
    listFiles: (path) => sandbox.listFiles(path),
    remove: (path) => sandbox.remove(path),
    putTar: (...args) => sandbox.putTar(...args),
    getTar: (path) => sandbox.getTar(path),
    snapshot: () => sandbox.snapshot(),
    restore: (snapshot) => sandbox.restore(snapshot),
    fork: () => sandbox.fork(),
    stateHash: () => sandbox.stateHash(),
    close: () => sandbox.close(),
    [Symbol.asyncDispose]: () => sandbox.close(),
  }
}

async function playOne(action: RepairAction) {
  const { turns } = await play([action])
  const [turn] = turns
  if (!turn) throw new Error('nothing was played')
  return { observation: String(turn.observation), failed: turn.info?.['failed'] === true, turn }
}

test('the env holds what it declares, and none of its cheats pays', async () => {
  const report = await checkEnv(repair, { seeds: 2 })

  expect(report.passed).toBe(true)
  expect(report.checks.filter(({ name }) => name.startsWith('cheat ')).length).toBeGreaterThan(10)
})

for (const library of Object.keys(librarySplits)) {
  test(`the known fixes of ${library} resolve their tasks, at every level`, async () => {
    await using env = await make(repair)
    for (const level of [1, 2, 3, 4]) {
      const task = tasks.find((one) => one.library === library && one.difficulty === level)
      if (!task) throw new Error(`${library} has no task of level ${level}`)
      const actions = goldActions(await openTask(task))

      const { outcome, finalSignals } = await rollout(env, script(...actions), { task: task.id })

      expect(outcome).toMatchObject({ reward: { status: 'scored', value: 1 } })
      expect(finalSignals).toMatchObject({ resolved: true, failToPass: 1, passToPass: 1 })
    }
  })
}

describe('the tools', () => {
  test('answer a command with its output and exit code', async () => {
    const { observation, failed } = await playOne({ tool: 'bash', command: 'echo hi; exit 3' })

    expect(observation).toBe('hi\n[exit code 3]')
    expect(failed).toBe(false)
  })

  test('stop a command that loops, and say so', async () => {
    const { observation, failed } = await playOne({
      tool: 'bash',
      command: 'while true; do :; done',
    })

    expect(observation).toContain('it took too long')
    expect(failed).toBe(true)
  })

  test('refuse to edit a text that is not there, or there twice', async () => {
    const missing = await playOne({ tool: 'edit', path: file, find: 'no such text', replace: '' })
    const twice = await playOne({ tool: 'edit', path: file, find: '\n', replace: '' })

    expect(missing.failed && twice.failed).toBe(true)
    expect(missing.observation).toContain('not')
    expect(missing.turn.signals).toMatchObject({ failedActions: 1, filesTouched: 0 })
  })

  test('refuse paths outside the repository and files that are not there', async () => {
    const outside = await playOne({ tool: 'view', path: '../../etc/passwd' })
    const missing = await playOne({ tool: 'view', path: 'src/nothing.js' })

    expect(outside.failed && missing.failed).toBe(true)
    expect(outside.observation).not.toContain('root:')
  })

  test('cut a long observation in its middle with a marker', async () => {
    const { observation } = await playOne({ tool: 'bash', command: 'seq 1 20000' })

    expect(observation.length).toBeLessThan(11_000)
    expect(observation).toMatch(/^1\n2\n[\s\S]*characters left out[\s\S]*20000\n\[exit code 0\]$/)
  })

  test('answer a malformed call with what was wrong', async () => {
    await using env = await make(repair)
    await env.reset({ task: first.id })

    const step = await env.step({ tool: 'bash', cmd: 'ls' } as unknown as RepairAction)

    expect(step.observation).toMatch(/^Invalid action: .*command.*Valid calls: bash\(command\)/s)
    expect(step.info.invalid).toContain('command')
    expect(step.terminated).toBe(false)
  })
})

test('nothing of the hidden tests is in the sandbox, and nothing of the host', async () => {
  const names = Object.keys(opened.hiddenFiles).map((path) => path.split('/').at(-1))
  const command = `find / -path '*hidden*' 2>/dev/null; ls /work /home /root 2>/dev/null; git log --all --oneline; env`

  const { observation } = await playOne({ tool: 'bash', command })

  expect(names.length).toBeGreaterThan(0)
  expect(observation).not.toMatch(/hidden\/|node_modules|PALAESTRA/)
  expect(observation.match(/^[0-9a-f]{7,} /gm)).toHaveLength(1)
})

describe('the dense reward', () => {
  const [fix] = goldActions(opened)
  if (fix?.tool !== 'edit') throw new Error('the first fix is no edit')
  const undo: RepairAction = { ...fix, find: fix.replace, replace: fix.find }

  test('pays the gain of each edit, and an undone edit gives it back', async () => {
    const { turns, outcome } = await play([fix, undo, fix, { tool: 'submit' }], 'dense')

    expect(turns.map(({ rewards }) => rewards['progress'])).toEqual([1, -1, 1, 0])
    expect(outcome).toMatchObject({ reward: { status: 'scored', value: 1.5 } })
  })

  test('is 0 in all for looking around', async () => {
    const look: RepairAction = { tool: 'bash', command: 'node --test' }

    const { outcome } = await play([look, look, { tool: 'submit' }], 'dense')

    expect(outcome).toMatchObject({ reward: { status: 'scored', value: 0 } })
  })

  test('counts nothing behind the gate when the task is not resolved', async () => {
    const { outcome, turns } = await play([fix, undo, { tool: 'submit' }], 'gated')

    expect(turns.at(-1)?.signals).toMatchObject({ resolved: false })
    expect(outcome).toMatchObject({ reward: { status: 'scored', value: 0 } })
  })
})

test('a library that loops for ever fails its tests, and the episode is scored', async () => {
  const text = `for (;;) {}\n${opened.files[file]}`

  const { outcome, finalSignals } = await play([{ tool: 'write', path: file, text }])

  expect(outcome).toMatchObject({ reward: { status: 'scored', value: 0 } })
  expect(finalSignals).toMatchObject({ resolved: false, failToPass: 0 })
})

test('a library that eats memory fails its tests, and the episode is scored', async () => {
  const text = `const kept = []; for (;;) kept.push(new Array(1e6).fill(0))\n${opened.files[file]}`

  const { outcome } = await play([{ tool: 'write', path: file, text }])

  expect(outcome).toMatchObject({ reward: { status: 'scored', value: 0 } })
})

test('a sandbox that dies leaves the episode unscored, without a reward', async () => {
  const dying = defineRepair(async (options) => {
    const sandbox = await openSandbox(options)
    return {
      ...bound(sandbox),
      exec(command: string, given?: ExecOptions) {
        if (!command.includes('node --test')) return sandbox.exec(command, given)
        throw new SandboxError('Cannot exec: the worker has died')
      },
    }
  })
  await using env = await make(dying)

  const look: RepairAction = { tool: 'bash', command: 'node --test' }
  const { outcome } = await rollout(env, script(look), { task: first.id })

  expect(outcome).toMatchObject({
    status: 'failed',
    phase: 'turn',
    error: { class: 'SandboxError' },
  })
  expect(outcome).not.toHaveProperty('reward')
})

describe('tasks of the user', () => {
  const folder = mkdtempSync(join(tmpdir(), 'palaestra-tasks-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test('whose gold does not pass are refused in one line that names file and line', async () => {
    const path = join(folder, 'mine.jsonl')
    const { library: _, edits: __, ...task } = first
    const readme = opened.files['README.md'] ?? ''
    const [line = ''] = readme.split('\n')
    const gold = `--- a/src/note.js\n+++ b/src/note.js\n@@ -1,1 +1,1 @@\n-// ${line}\n+// again\n`
    const files = { ...opened.files, 'src/note.js': `// ${line}\n` }
    const { hiddenFiles } = opened
    writeFileSync(path, `${JSON.stringify({ ...task, files, hiddenFiles, gold })}\n`)
    await using env = await make(repair, { options: { tasks: path } })

    await expect(env.reset({ seed: 1 })).rejects.toThrow(
      /^Cannot use task .* of mine\.jsonl line 1: its gold .*$/,
    )
  })

  test('that are broken are refused with file, line and field', async () => {
    const path = join(folder, 'broken.jsonl')
    writeFileSync(
      path,
      `${JSON.stringify(first)}\n${JSON.stringify({ ...first, id: 'b', split: 3 })}\n`,
    )
    await using env = await make(repair, { options: { tasks: path } })

    await expect(env.reset({ seed: 1 })).rejects.toThrow(/broken\.jsonl: line 2, .*split/)
  })
})
