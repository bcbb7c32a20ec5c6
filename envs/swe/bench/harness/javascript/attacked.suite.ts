import { afterAll, expect, test } from 'vitest'
import { openSandbox, type Sandbox } from '../../../../../sandboxes/index.ts'
import { describeWith } from '../../../../../test/describe-with.ts'
import type { AttackedProject } from '../../attacks/attack.ts'
import { MAKE_COMMANDS_EXECUTABLE, packageFiles } from '../../attacks/packages.ts'
import { runners } from '../../parsers/runners.ts'
import { judge } from '../../verdict.ts'
import { runTests } from '../run-tests.ts'

type Files = Readonly<Record<string, string | null>>

/** The fix pays, and what was there does not; what else is tried is played whole by the tests of `attacks/`. */
export function describeAttackedProject(project: AttackedProject, command?: string): void {
  const how = command === undefined ? '' : ` (${command})`
  describeWith('bubblewrap', `${project.runner}${how}`, () => describeBoth(project, command))
}

function describeBoth(project: AttackedProject, command: string | undefined): void {
  test('the fix is resolved', async () => {
    const { run, verdict } = await played(project, project.gold, command)

    expect({ ...run, printed: '' }).toMatchObject({ channel: 'harness', integrity: [] })
    expect(verdict.tests.filter(({ countsStrictly }) => !countsStrictly)).toEqual([])
    expect(verdict.resolvedStrict).toBe(true)
  })

  test('the repository as it was is not resolved', async () => {
    const { run, verdict } = await played(project, {}, command)

    expect(run.integrity).toEqual([])
    expect(verdict).toMatchObject({ resolvedStrict: false, passToPass: 1, failToPass: 0 })
  })
}

let base: { readonly names: string; readonly sandbox: Promise<Sandbox> } | undefined

/** Nothing but packages, and nobody has run anything in it. */
function withPackages(names: readonly string[]): Promise<Sandbox> {
  const key = names.join(' ')
  if (base?.names !== key) base = { names: key, sandbox: opened(names) }
  return base.sandbox
}

async function opened(names: readonly string[]): Promise<Sandbox> {
  const sandbox = await openSandbox({ kind: 'bubblewrap', fresh: true })
  await sandbox.writeFiles(await packageFiles(names))
  if (names.length > 0) await sandbox.exec(MAKE_COMMANDS_EXECUTABLE)
  return sandbox
}

afterAll(async () => {
  await (await base?.sandbox)?.close()
})

async function played(project: AttackedProject, changed: Files, command?: string) {
  await using sandbox = await (await withPackages(project.packages ?? [])).fork()
  const removed = Object.entries(changed).flatMap(([path, text]) => (text === null ? [path] : []))
  const files = Object.fromEntries(
    Object.entries({ ...project.files, ...project.tests, ...changed }).flatMap(([path, text]) =>
      text === null ? [] : [[path, text]],
    ),
  )
  await sandbox.writeFiles(files)
  for (const path of removed) await sandbox.remove(path)
  const { parse, command: make } = runners[project.runner]
  const plan = { command: command ?? make(project.testFiles), parse, runner: project.runner }
  const run = await runTests(sandbox, plan, {
    root: sandbox.workdir,
    isOwnCommand: command !== undefined,
    testFiles: project.testFiles,
    timeoutMs: 30_000,
  })
  return { run, verdict: judge(project, run.statuses) }
}
