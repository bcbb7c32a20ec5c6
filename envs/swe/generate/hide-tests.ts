import { ConfigError, createRng } from '../../../core/index.ts'
import type { Files } from '../tasks/edits.ts'
import { isTestFile, type Repository } from './repository.ts'

const HIDDEN_SHARE = 0.5

/**
 * A repository of which about half of the test files are hidden, always the same for the same seed.
 * @throws ConfigError when there are fewer than two test files.
 */
export function hideTests(name: string, files: Files, seed: number): Repository {
  const tests = Object.keys(files).filter(isTestFile).sort()
  if (tests.length < 2) {
    const advice =
      tests.length === 0
        ? 'name two or more like parse.test.js, parse-test.js or test-parse.js; only JavaScript is read'
        : 'spread its tests over two or more: some are shown, others judge'
    throw new ConfigError(
      `Cannot hide tests of ${name}: it has ${tests.length === 1 ? '1 test file' : 'no test files'} (${advice})`,
    )
  }
  const count = Math.max(1, Math.floor(tests.length * HIDDEN_SHARE))
  const hidden = new Set(createRng(seed).stream('hidden tests').shuffle(tests).slice(0, count))
  const part = (isWanted: (path: string) => boolean): Files =>
    Object.fromEntries(Object.entries(files).filter(([path]) => isWanted(path)))
  return {
    name,
    files: part((path) => !hidden.has(path)),
    hiddenFiles: part((path) => hidden.has(path)),
  }
}
