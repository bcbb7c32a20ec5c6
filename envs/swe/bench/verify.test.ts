import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { ConfigError } from '../../../core/index.ts'
import { openSandbox, type Sandbox } from '../../../sandboxes/index.ts'
import { describeWith } from '../../../test/describe-with.ts'
import type { SandboxOpener } from '../workspace.ts'
import { makeHarborTask } from './fixtures/harbor.ts'
import { makeFixtures } from './fixtures/make.ts'
import { type BenchTaskset, loadBenchTasks, type Verified, verifyTasks } from './verify.ts'

type Row = Readonly<Record<string, unknown>> & { readonly patch: string }

async function all(verifying: AsyncIterable<Verified>): Promise<ReadonlyMap<string, Verified>> {
  const found = new Map<string, Verified>()
  for await (const verified of verifying) found.set(verified.id, verified)
  return found
}

async function scratch(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'palaestra-verify-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

describeWith('bubblewrap', 'verified where bubblewrap is', () => {
  let folder = ''
  let row: Row = { patch: '' }
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'palaestra-verify-'))
    const { file, ids } = await makeFixtures(folder)
    const rows = (await readFile(file, 'utf8')).trimEnd().split('\n')
    row = JSON.parse(rows[ids.indexOf('acme__phrase-27')] ?? '') as Row
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  /** Instances with one repository, each different from the fixture in some fields. */
  async function tasksetOf(
    name: string,
    changes: Readonly<Record<string, object>>,
  ): Promise<BenchTaskset> {
    const file = join(folder, `${name}.jsonl`)
    const rows = Object.entries(changes).map(([instance_id, change]) => ({
      ...{ ...row, instance_id, ...change },
    }))
    await writeFile(file, rows.map((one) => `${JSON.stringify(one)}\n`).join(''))
    return loadBenchTasks({ tasks: file, predictions: undefined })
  }

  test('a task is trusted where its fix passes twice and nothing does not, else the reason is told', async () => {
    const taskset = await tasksetOf('verdicts', {
      good: {},
      unfixed: { patch: patchOf('src/late.js', 'export const late = 1') },
      unfit: { patch: row.patch.replaceAll(/^ .*$/gm, ' something else') },
      open: { FAIL_TO_PASS: ['filters > abs'], PASS_TO_PASS: [] },
      logged: { test_cmd: ['filters', 'render'].map(tapOf).join(' && ') },
      lost: { snapshot: 'repos/nowhere' },
      bare: { patch: undefined },
    })

    const found = await all(verifyTasks(taskset, { concurrency: 2 }))

    const verdicts = [...found.values()].map(({ id, verdict }) => [id, verdict])
    expect(Object.fromEntries(verdicts)).toEqual({
      good: 'trusted',
      unfixed: 'gold fails',
      unfit: 'gold fails',
      open: 'passes untouched',
      logged: 'no harness',
      lost: 'unscored',
      bare: 'unscored',
    })
    expect(found.get('good')).toMatchObject({
      gold: [{ passed: true }, { passed: true }],
      untouched: { passed: false, passToPass: 1 },
      sandbox: { kind: 'bubblewrap' },
    })
    expect(found.get('good')).not.toHaveProperty('reason')
    expect(found.get('unfixed')?.reason).toMatch(/^with the solution render > keeps .* is failed/)
    expect(found.get('unfit')?.reason).toContain('cannot be put onto the repository')
    expect(found.get('lost')).toMatchObject({
      reason: expect.stringContaining('ConfigError: Cannot find the repository of lost'),
      ...{ gold: [], untouched: null },
    })
    expect(found.get('bare')?.reason).toContain('it has no fix (add the field patch)')
  })

  test('a fix that passes once and fails once is flaky', async () => {
    const moody = `if (process.env.TURN === '2') throw new Error('not now')`
    const taskset = await tasksetOf('flaky', {
      moody: { patch: row.patch.replace('@@ -0,0 +1,21 @@\n', `@@ -0,0 +1,22 @@\n+${moody}\n`) },
    })
    let turn = 0
    const open: SandboxOpener = async (options) => {
      const sandbox = await openSandbox(options)
      return options.fresh ? withVariable(sandbox, 'TURN', String(++turn)) : sandbox
    }

    const found = await all(verifyTasks(taskset, { open }))

    expect(found.get('moody')).toMatchObject({
      verdict: 'flaky',
      reason: expect.stringContaining('the solution passed once, and once not: '),
      gold: [{ passed: true }, { passed: false }],
    })
  })

  test('a sandbox that is lost leaves a task unscored, its solution is not to blame', async () => {
    const taskset = await tasksetOf('lost', { good: {} })
    let opened = 0
    const open: SandboxOpener = async (options) => {
      if (options.fresh && ++opened === 2) {
        throw Object.assign(new Error('Cannot open a sandbox: gone'), { name: 'SandboxError' })
      }
      return openSandbox(options)
    }

    const found = await all(verifyTasks(taskset, { open }))

    expect(found.get('good')).toMatchObject({
      verdict: 'unscored',
      reason: 'SandboxError: Cannot open a sandbox: gone',
      gold: [{ passed: true }],
      untouched: null,
    })
  })

  test('who aborts gets what was verified before, and nothing after', async () => {
    const taskset = await tasksetOf('abort', { one: {}, two: {}, three: {} })
    const leaving = new AbortController()
    const found: string[] = []

    for await (const { id } of verifyTasks(taskset, { signal: leaving.signal })) {
      found.push(id)
      leaving.abort()
    }

    expect(found).toEqual(['one'])
  })

  test('Harbor tasks are held to their solution likewise', async () => {
    const tasks = await scratch()
    for (const name of ['good', 'generous', 'unsolved']) {
      await makeHarborTask(join(tasks, name))
      const toml = join(tasks, name, 'task.toml')
      await writeFile(toml, (await readFile(toml, 'utf8')).replace('acme/ledger-total', name))
    }
    const generous = 'mkdir -p /logs/verifier; echo 1 > /logs/verifier/reward.txt\n'
    await writeFile(join(tasks, 'generous/tests/test.sh'), generous)
    await rm(join(tasks, 'unsolved/solution'), { recursive: true })
    const taskset = await loadBenchTasks({ tasks, predictions: undefined })

    const found = await all(verifyTasks(taskset, { sandbox: 'bubblewrap' }))

    expect(found.get('good')).toMatchObject({
      verdict: 'trusted',
      gold: [{ passed: true }, { passed: true }],
      untouched: { passed: false, problem: 'its verifier gave 0' },
    })
    expect(found.get('generous')).toMatchObject({ verdict: 'passes untouched' })
    expect(found.get('unsolved')).toMatchObject({
      verdict: 'unscored',
      reason: expect.stringContaining('it has no solution (add solution/solve.sh)'),
    })
  })
})

test('of ten thousand tasks no more are open at once than are verified', async () => {
  let open = 0
  let most = 0
  const taskset: BenchTaskset = {
    infos: Array.from({ length: 10_000 }, (_, n) => ({ id: `t${n}`, split: 'test', hash: `${n}` })),
    async open(id) {
      most = Math.max(most, ++open)
      await new Promise((resolve) => setImmediate(resolve))
      open--
      throw new ConfigError(`Cannot open ${id}`)
    },
  }
  let verified = 0

  for await (const { verdict } of verifyTasks(taskset, { concurrency: 3 })) {
    if (verdict === 'unscored') verified++
  }

  expect(verified).toBe(10_000)
  expect(most).toBeLessThanOrEqual(3)
})

function patchOf(path: string, line: string): string {
  return `diff --git a/${path} b/${path}\nnew file mode 100644\n--- /dev/null\n+++ b/${path}\n@@ -0,0 +1 @@\n+${line}\n`
}

const tapOf = (name: string) => `node --test --test-reporter=tap test/${name}.test.js`

/** The sandbox, with a variable in every command. */
function withVariable(sandbox: Sandbox, name: string, value: string): Sandbox {
  return new Proxy(sandbox, {
    get(target, key) {
      if (key === 'exec') {
        const exec: Sandbox['exec'] = (command, options) =>
          target.exec(command, { ...options, env: { ...options?.env, [name]: value } })
        return exec
      }
      const found: unknown = Reflect.get(target, key)
      return typeof found === 'function' ? found.bind(target) : found
    },
  })
}
