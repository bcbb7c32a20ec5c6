import { parseSource } from '../bugs/index.ts'
import type { Files } from '../tasks/edits.ts'
import { type Bench, inWorkspaces, isTestFile } from './repository.ts'
import type { ScannedTest, Workspace } from './run-tests.ts'

/** Repositories that share a process: starting one takes longer than the tests of most. */
const SLOTS = 8
/** More turns of loops than this, in all tests of a repository, are a loop that does not end. */
const MOST_TURNS = 2_000_000
const ENDLESS = 'endless loop'

/**
 * Runs all tests once for each set of changed files, several repositories in a process. What a
 * repository does not survive is undefined: a crash, a hanging test, a loop that does not end.
 */
export async function scanMany(
  bench: Bench,
  changes: readonly Files[],
  concurrency: number,
): Promise<readonly (readonly ScannedTest[] | undefined)[]> {
  const batches = Array.from({ length: Math.ceil(changes.length / SLOTS) }, (_, index) =>
    changes.slice(index * SLOTS, (index + 1) * SLOTS),
  )
  const scanned = await inWorkspaces(bench, batches, concurrency, (batch, workspace) =>
    scanBatch(bench, workspace, batch),
  )
  return scanned.flat()
}

async function scanBatch(
  bench: Bench,
  workspace: Workspace,
  batch: readonly Files[],
): Promise<readonly (readonly ScannedTest[] | undefined)[]> {
  if (batch.length === 0) return []
  const { files, hiddenFiles } = bench.repository
  for (const [slot, texts] of batch.entries()) {
    const all = Object.entries({ ...files, ...texts, ...hiddenFiles })
    const written = all.map(([path, text]) => [`${slot}/${path}`, guarded(bench, slot, path, text)])
    await workspace.write(Object.fromEntries(written))
  }
  const paths = batch.flatMap((_, slot) => bench.tests.map((path) => `${slot}/${path}`))
  const tests = await workspace.scan(paths, bench.timeoutMs * 2)
  const results = batch.map((_, slot) =>
    tests
      .filter(({ file }) => file.startsWith(`${slot}/`))
      .map((test) => ({ ...test, file: test.file.slice(`${slot}/`.length) })),
  )
  const usable = results.map((own) => (isUsable(own) ? own : undefined))
  const culprit = results.findIndex(
    (own) => own.length !== bench.ids.length || own.some(isCancelled),
  )
  if (culprit === -1) return usable
  // It took those behind it with it: they get another process.
  const rest = await scanBatch(bench, workspace, batch.slice(culprit + 1))
  return [...usable.slice(0, culprit), undefined, ...rest]
}

function isCancelled({ error }: ScannedTest): boolean {
  return error?.kind === 'cancelledByParent' || error?.kind === 'testAborted'
}

function isUsable(tests: readonly ScannedTest[]): boolean {
  return !tests.some(({ error }) => error?.message.includes(ENDLESS) === true)
}

/** The text with loops that end after many turns; where tests look at stacks only lines matter. */
function guarded({ sources }: Bench, slot: number, path: string, text: string): string {
  if (isTestFile(path) || !sources.some(({ file }) => file === path)) return text
  const source = parseSource(path, text)
  const turn = `if ((globalThis.turns${slot} = (globalThis.turns${slot} ?? 0) + 1) > ${MOST_TURNS}) throw new Error('${ENDLESS}');`
  const inserts = source.nodes.flatMap(({ node }): (readonly [number, string])[] => {
    switch (node.type) {
      case 'ForStatement':
      case 'ForInStatement':
      case 'ForOfStatement':
      case 'WhileStatement':
      case 'DoWhileStatement':
        return node.body.type === 'BlockStatement'
          ? [[node.body.start + 1, turn]]
          : [
              [node.body.start, `{${turn}`],
              [node.body.end, '}'],
            ]
      default:
        return []
    }
  })
  let looped = text
  for (const [at, insert] of inserts.sort(([a], [b]) => b - a)) {
    looped = looped.slice(0, at) + insert + looped.slice(at)
  }
  return looped
}
