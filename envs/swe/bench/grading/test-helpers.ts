import { textOf } from '../../text-of.ts'
import type { Instance } from '../instances/index.ts'
import type { RepositoryWorkspace } from '../workspace/index.ts'

/**
 * Of sources, those that are helpers of tests: in Go, whatever imports `testing` is, wherever it stands, and
 * an assertion in it could be made to hold always. Other languages keep theirs beside the tests.
 */
export async function testHelpersAmong(
  { sandbox, root }: RepositoryWorkspace,
  paths: readonly string[],
  { language }: Instance,
): Promise<readonly string[]> {
  if (language !== 'go') return []
  const helpers: string[] = []
  for (const path of paths.filter((name) => name.endsWith('.go'))) {
    // A new one is empty here: no test of the repository uses it yet.
    if (importsTesting(await textOf(sandbox, `${root}/${path}`))) helpers.push(path)
  }
  return helpers
}

const importsTesting = (text: string) =>
  /^\s*(?:import\s+(?:[\w.]+\s+)?|[\w.]+\s+)?"testing"\s*(?:\/\/.*)?$/m.test(text)
