import { afterAll, expect, test } from 'vitest'
import { make, rollout } from '../../core/index.ts'
import { closeSandboxes, openSandbox, type Sandbox } from '../../sandboxes/index.ts'
import { defineRepair, repair } from './env.ts'
import { running } from './real-processes.suite.ts'
import { loadBuiltinTasks, openTask } from './tasks/open.ts'

afterAll(() => closeSandboxes())

const [task] = await loadBuiltinTasks()
if (!task) throw new Error('there are no tasks')
const { files } = await openTask(task)
const [source = ''] = Object.keys(files).filter((path) => path.startsWith('src/'))
const [visibleTest = ''] = Object.keys(files).filter((path) => path.startsWith('test/'))

async function play(...commands: readonly string[]) {
  await using env = await make(repair)
  return await rollout(env, running(...commands), { task: task?.id })
}

/** The same commands in a repository of the same files, and what git says about it. */
async function gitDiffAfter(...commands: readonly string[]): Promise<string> {
  await using sandbox = await openSandbox({ files })
  for (const command of ['git init -q && git add -A && git commit -qm base', ...commands]) {
    await sandbox.exec(command)
  }
  return (await sandbox.exec('git add -A && git diff --cached')).stdout
}

const change = [
  `sed -i -e '1i // first' -e 's/return/return  /' -e '$a // last, without a newline' ${source}`,
  `truncate -s -1 ${source}; printf '\\000\\001' > image.bin; mkdir -p 'new folder'`,
  `printf 'é\\n' > 'new folder/é.txt'; : > empty; rm README.md`,
  `printf 'skipped\\n' > ${visibleTest}; echo '{}' > package.json`,
]

test('are the diff that git shows of the same change, with what grading leaves out', async () => {
  const { artifacts, finalSignals } = await play(...change)

  const diff = artifacts?.['diff']

  expect(diff).toEqual({ type: 'diff', text: await gitDiffAfter(...change) })
  expect(diff).toMatchObject({ text: expect.stringContaining(`diff --git a/${visibleTest}`) })
  expect(diff).toMatchObject({ text: expect.stringContaining('b/image.bin differ\n') })
  expect(finalSignals).toMatchObject({ droppedChanges: 2 })
})

test('are the same when the agent committed, or took the history away', async () => {
  const edit = `echo '// more' >> ${source}`

  const [plain, committed, begun] = [
    await play(edit),
    await play(edit, 'git add -A && git commit -qm mine'),
    await play(edit, 'rm -rf .git; git init -q; git add -A && git commit -qm base'),
  ]

  expect(plain.artifacts).toEqual({ diff: { type: 'diff', text: await gitDiffAfter(edit) } })
  expect(committed.artifacts).toEqual(plain.artifacts)
  expect(begun.artifacts).toEqual(plain.artifacts)
})

test('are absent where nothing changed in the end, and where only something outside did', async () => {
  const untouched = await play('ls')
  const undone = await play(`echo >> ${source}`, `git checkout -q -- ${source}`)
  const outside = await play('echo > /tmp/note')

  expect([untouched, undone, outside].map(({ artifacts }) => artifacts)).toEqual(
    Array(3).fill(undefined),
  )
})

test('are there in a truncated episode, measured at its end alone', async () => {
  const options = { progress: 'end' } as const
  await using env = await make(repair, { options, maxEpisodeSteps: 1 })

  const { artifacts, outcome } = await rollout(env, running('echo > note.md'), { task: task.id })

  expect(outcome).toMatchObject({ status: 'completed', ended: 'truncated' })
  expect(artifacts?.['diff']).toMatchObject({ text: expect.stringContaining('b/note.md') })
})

test('are cut where they are long, and large files are only named', async () => {
  const { artifacts } = await play(
    `node -e "require('fs').writeFileSync('0-large.txt', 'x\\n'.repeat(600000))"`,
    'seq 1 60000 > a.txt; cp a.txt b.txt',
  )
  const diff = artifacts?.['diff']
  const text = diff?.type === 'diff' ? diff.text : ''

  expect(text).toContain('Binary files /dev/null and b/0-large.txt differ\n')
  expect(text.length).toBeLessThan(257 * 1024)
  expect(text).toMatch(/\n\+\d+\n\\ Left out: \d+ bytes and 1 more file\n$/)
})

test('cost no exchange with the sandbox', async () => {
  const calls: string[] = []
  const counted = defineRepair(async (options) => {
    const sandbox = await openSandbox(options)
    const counting = <K extends 'stateHash' | 'listFiles' | 'readFile' | 'exec'>(name: K) => {
      const original = sandbox[name].bind(sandbox) as (...given: unknown[]) => unknown
      return (...given: unknown[]) => {
        calls.push(name)
        return original(...given)
      }
    }
    const names = ['stateHash', 'listFiles', 'readFile', 'exec'] as const
    const counters = Object.fromEntries(names.map((name) => [name, counting(name)]))
    return Object.assign(sandbox, counters) as Sandbox
  })
  await using env = await make(counted)
  await env.reset({ task: task.id })
  await env.step({ tool: 'bash', command: 'echo > note.md' })
  await env.runner?.finish('truncated')
  const before = calls.length

  const artifacts = await env.runner?.artifacts('truncated')

  expect(artifacts).toHaveProperty('diff')
  expect(before).toBeGreaterThan(0)
  expect(calls).toHaveLength(before)
})
