import { createRng } from '../../../core/index.ts'
import { type BugOperator, bugId, operators } from '../bugs/index.ts'
import { type RepairTask, type Split, taskSchema } from '../tasks/format.ts'
import { type Candidate, candidateOf, distinct } from './candidates.ts'
import { choose, quotaOf } from './choose.ts'
import { compositesOf } from './composites.ts'
import { missingFeatures } from './features.ts'
import { editsOf, inTurns, type Mutant, singleMutants } from './mutants.ts'
import {
  type Bench,
  inWorkspaces,
  openBench,
  type Repository,
  scanBackwards,
} from './repository.ts'
import { idOf, type ScannedTest } from './run-tests.ts'
import { scanMany } from './scan-many.ts'
import { writeStatement } from './statement.ts'

/** How many tasks are made of a repository, and of what. */
export interface GenerateOptions {
  /** The same seed gives the same tasks. */
  readonly seed: number
  /** Most tasks of a repository. */
  readonly limit: number
  /** Processes that run tests at the same time; it changes no result. */
  readonly concurrency?: number
  /** Time all tests may take together: a bug that loops ends by it. */
  readonly timeoutMs?: number
  /** Only bugs of these, alone and together (default: all). */
  readonly operators?: readonly BugOperator[]
  /** Whether functions that are missing are tasks, too (default true). */
  readonly hasFeatures?: boolean
  readonly split?: Split
  readonly onProgress?: (message: string) => void
  /** Aborted: the promise rejects with its reason, and nothing is left behind. */
  readonly signal?: AbortSignal | undefined
}

/** What was made, and the tests of the repository that it was made with. */
export interface Generated {
  readonly tasks: RepairTask[]
  /** Ids of all tests, sorted. */
  readonly tests: readonly string[]
}

/** A few more candidates than tasks leave a choice. */
const CANDIDATES_PER_TASK = 1.2
const MOST_SCANNED_PER_TASK = 5
const BATCH = 48

/**
 * Repair tasks of a repository, which they hold in full.
 * @throws ConfigError when the repository has no tests, or fails them.
 */
export async function generateFor(
  repository: Repository,
  options: GenerateOptions,
): Promise<RepairTask[]> {
  const { files, hiddenFiles } = repository
  const { tasks } = await generate(repository, options)
  return tasks.map(({ library, ...task }) => taskSchema.parse({ ...task, files, hiddenFiles }))
}

/** The same with tasks that only name the repository. */
export async function generate(
  repository: Repository,
  options: GenerateOptions,
): Promise<Generated> {
  const { seed, limit, concurrency = 1, timeoutMs = 5_000, onProgress = () => {} } = options
  const bench = await openBench(repository, { timeoutMs, signal: options.signal })
  const { files } = repository
  const rng = createRng(seed).stream(repository.name)
  const scanAll = async (mutants: readonly Mutant[]): Promise<Candidate[]> => {
    const texts = mutants.map((mutant) => mutant.texts)
    const scanned = await scanMany(bench, texts, concurrency)
    return mutants.flatMap((mutant, index) => {
      const candidate = candidateOf(bench, mutant, scanned[index] ?? [])
      return candidate ? [candidate] : []
    })
  }

  const all = inTurns(
    singleMutants(bench.sources, options.operators ?? operators),
    rng.stream('single'),
  )
  const singles: Candidate[] = []
  let scanned = 0
  while (scanned < Math.min(all.length, limit * MOST_SCANNED_PER_TASK)) {
    if (hasEnough(distinct(singles, files), limit)) break
    const batch = all.slice(scanned, scanned + BATCH)
    singles.push(...(await scanAll(batch)))
    scanned += batch.length
  }
  const wanted = quotaOf(4, limit)
  const readme = files['README.md'] ?? ''
  const features =
    options.hasFeatures === false ? [] : await scanAll(missingFeatures(bench.sources, readme))
  const own = distinct(singles, files)
  const group = (sites: 2 | 3) =>
    compositesOf(bench, own, { sites, wanted, concurrency, rng: rng.stream(`${sites} sites`) })
  const candidates = distinct(
    [...own, ...features, ...(await group(2)), ...(await group(3))],
    files,
  )

  const chosen = choose(candidates, limit, rng.stream('choice'))
  const tasks = await inWorkspaces(bench, chosen, concurrency, async (candidate, workspace) =>
    taskOf(bench, candidate, await scanBackwards(bench, workspace, candidate.texts), options),
  )
  const kept = tasks.filter((task) => task !== undefined)
  onProgress(
    `${repository.name}: ${all.length} mutants of one place, ${scanned} scanned, ${candidates.length} distinct candidates, ${kept.length} tasks`,
  )
  return {
    tasks: kept.sort((a, b) => (a.id < b.id ? -1 : 1)),
    tests: [...bench.ids].sort(),
  }
}

function hasEnough(candidates: readonly Candidate[], limit: number): boolean {
  return ([1, 2, 3] as const).every(
    (level) =>
      candidates.filter((candidate) => candidate.level === level).length >=
      quotaOf(level, limit) * CANDIDATES_PER_TASK,
  )
}

/** The task, if the tests come out the same in another order and a process of their own. */
function taskOf(
  bench: Bench,
  candidate: Candidate,
  tests: readonly ScannedTest[],
  { seed, split = 'train' }: GenerateOptions,
): RepairTask | undefined {
  const { name, files } = bench.repository
  const { parts, failing, level, cases, feature, kind } = candidate
  const passed = new Set(tests.filter((test) => test.passed).map(idOf))
  const failToPass = bench.ids.filter((id) => !passed.has(id)).sort()
  if (failToPass.join('\n') !== failing.map(idOf).sort().join('\n')) return undefined
  const id = `${name.replace(/[^\w.-]+/g, '-')}-${bugId(parts)}`
  const visible = failing.filter((test) => !bench.isHidden(test.file)).map((test) => test.names)
  const report = {
    library: name,
    level,
    visible,
    cases: cases.map(({ test, example }) => ({ names: test.names, example })),
    ...(feature ? { feature } : {}),
  }
  return taskSchema.parse({
    id,
    library: name,
    edits: editsOf(candidate, files),
    statement: writeStatement(report, createRng(seed).stream(id)),
    failToPass,
    passToPass: bench.ids.filter((test) => passed.has(test)).sort(),
    split,
    difficulty: level,
    kind,
    ...(parts.length > 1 ? { operators: parts.map(({ operator }) => operator) } : {}),
  })
}
