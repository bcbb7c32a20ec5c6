import { execFileSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const repository = join(import.meta.dirname, '..')

for (const name of readdirSync(join(repository, 'examples')).filter((file) =>
  file.endsWith('.ts'),
)) {
  test(`examples/${name} runs and prints something`, { timeout: 180_000 }, () => {
    const output = execFileSync(
      process.execPath,
      ['--conditions=palaestra-source', '--import', 'tsx', `examples/${name}`],
      { cwd: repository, encoding: 'utf8' },
    )

    expect(output.trim()).not.toBe('')
  })
}
