import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { node20 } from '../../../../test/system-parts.ts'

/** Runs the real Node 20 on files in a folder of their own. */
export async function realNode(
  args: readonly string[],
  files: Readonly<Record<string, string>>,
): Promise<{ stdout: string; stderr: string; exitCode: number }> {
  const folder = await mkdtemp(join(tmpdir(), 'palaestra-node-'))
  try {
    for (const [name, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, name)), { recursive: true })
      await writeFile(join(folder, name), text)
    }
    return await new Promise((resolve) => {
      const env = { ...process.env, NODE_OPTIONS: '', NODE_TEST_CONTEXT: undefined, TZ: 'UTC' }
      const options = { cwd: folder, env, maxBuffer: 50_000_000 }
      execFile(node20, [...args], options, (error, stdout, stderr) => {
        const code = error === null ? 0 : error.code
        resolve({ stdout, stderr, exitCode: typeof code === 'number' ? code : 1 })
      })
    })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** A line of a TAP report that says something about a test: its depth, verdict, name and directive. */
export function verdicts(tap: string): string[] {
  return tap
    .split('\n')
    .filter((line) =>
      /^ *(?:not )?ok \d|^ *1\.\.\d|^# (?:tests|suites|pass|fail|cancelled|skipped|todo) /.test(
        line,
      ),
    )
    .map((line) => line.replace(/(?:\/[\w.-]+)+\/(?=[\w-]+\.js)/, ''))
}
