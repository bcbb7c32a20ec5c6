import { createRng, type Rng } from '../../../core/index.ts'
import {
  applySite,
  operators,
  type ParsedSource,
  parseSource,
  type Site,
  siteId,
} from '../bugs/index.ts'
import { lineEdit } from '../tasks/edits.ts'
import { type RepairTask, taskSchema } from '../tasks/format.ts'
import { type Library, librarySplits, loadLibrary } from '../tasks/library.ts'
import { callDepth, difficultyOf, isOmission } from './difficulty.ts'
import { type Example, exampleOf, testBody } from './example.ts'
import { idOf, openWorkspace, type ScannedTest, type Workspace } from './run-tests.ts'
import { writeStatement } from './statement.ts'

export interface GenerateOptions {
  readonly seed: number
  readonly libraries: readonly string[]
  readonly perLibrary: number
  readonly concurrency: number
  readonly timeoutMs: number
  readonly onProgress?: (message: string) => void
}

interface Mutant {
  readonly operator: string
  readonly file: string
  readonly site: Site
  readonly text: string
}

interface Candidate extends Mutant {
  readonly failing: readonly ScannedTest[]
  readonly difficulty: 1 | 2 | 3 | 4
  readonly shown: ScannedTest
  readonly example: Example | undefined
}

interface Bench {
  readonly library: Library
  readonly tests: readonly string[]
  readonly ids: readonly string[]
  readonly sources: readonly ParsedSource[]
  readonly testSources: ReadonlyMap<string, ParsedSource>
}

const MOST_FAILING = 0.6
const FEWEST_PASSING = 3
/** About half of the mutants give a candidate; a few more leave a choice of levels. */
const SCANNED_PER_TASK = 3
/** A longer example is a program, not a report. */
const LONGEST_EXAMPLE = 1200

/** Repair tasks for the libraries: same options, same tasks. */
export async function generateTasks(options: GenerateOptions): Promise<RepairTask[]> {
  const tasks: RepairTask[] = []
  for (const name of options.libraries) {
    tasks.push(...(await tasksFor(await loadLibrary(name), options)))
  }
  return tasks
}

async function tasksFor(library: Library, options: GenerateOptions): Promise<RepairTask[]> {
  const { onProgress = () => {} } = options
  const bench = await openBench(library, options)
  const rng = createRng(options.seed).stream(library.name)
  const all = mutantsOf(bench.sources)
  const mutants = sample(all, options.perLibrary * SCANNED_PER_TASK, rng)
  const scanned = await inWorkspaces(mutants, library, options, async (mutant, workspace) => {
    await workspace.write({ [mutant.file]: mutant.text })
    const tests = await workspace.scan(bench.tests, options.timeoutMs)
    await workspace.write({ [mutant.file]: library.files[mutant.file] ?? '' })
    return candidateOf(bench, mutant, tests)
  })
  const candidates = distinct(scanned.filter((candidate) => candidate !== undefined))
  const chosen = choose(
    candidates,
    options.perLibrary,
    createRng(options.seed).stream(library.name),
  )
  const tasks = await inWorkspaces(chosen, library, options, async (candidate, workspace) => {
    await workspace.write({ [candidate.file]: candidate.text })
    const results = await workspace.run(bench.tests, options.timeoutMs)
    await workspace.write({ [candidate.file]: library.files[candidate.file] ?? '' })
    const passed = new Set(results.filter((r) => r.status === 'passed').map((r) => r.id))
    return taskOf(bench, candidate, passed, options.seed)
  })
  const kept = tasks.filter((task) => task !== undefined)
  onProgress(
    `${library.name}: ${all.length} mutants, ${mutants.length} scanned, ${candidates.length} distinct candidates, ${kept.length} tasks`,
  )
  return kept.sort((a, b) => (a.id < b.id ? -1 : 1))
}

async function openBench(library: Library, options: GenerateOptions): Promise<Bench> {
  const all = { ...library.files, ...library.hiddenFiles }
  const tests = Object.keys(all).filter((path) => path.endsWith('.test.js'))
  await using workspace = await openWorkspace()
  await workspace.write(all)
  const scanned = await workspace.scan(tests, options.timeoutMs)
  const broken = scanned.find((test) => !test.passed)
  if (broken)
    throw new Error(`Cannot generate tasks: ${library.name} fails ${idOf(broken)} (fix it)`)
  const sourcesOf = (paths: readonly string[]) =>
    paths.map((path) => parseSource(path, all[path] ?? ''))
  return {
    library,
    tests,
    ids: scanned.map(idOf),
    sources: sourcesOf(Object.keys(all).filter((path) => path.startsWith('src/'))),
    testSources: new Map(sourcesOf(tests).map((source) => [source.file, source])),
  }
}

/** Every change that gives a module of its own which still parses. */
function mutantsOf(sources: readonly ParsedSource[]): Mutant[] {
  const seen = new Set<string>()
  const mutants: Mutant[] = []
  for (const { name: operator, sites } of operators) {
    for (const source of sources) {
      for (const site of sites(source)) {
        const text = applySite(source.text, site)
        if (seen.has(`${source.file}\n${text}`) || !parses(source.file, text)) continue
        seen.add(`${source.file}\n${text}`)
        mutants.push({ operator, file: source.file, site, text })
      }
    }
  }
  return mutants
}

/** As many mutants as wanted, taking turns over operators. */
function sample(mutants: readonly Mutant[], limit: number, rng: Rng): Mutant[] {
  const queues = operators.map(({ name }) =>
    rng.shuffle(mutants.filter((m) => m.operator === name)),
  )
  return interleave(queues).slice(0, limit)
}

function parses(file: string, text: string): boolean {
  try {
    parseSource(file, text)
    return true
  } catch {
    return false
  }
}

/** A mutant some hidden test sees, and not a wreck; a loop or a crash leaves tests unreported. */
function candidateOf(
  bench: Bench,
  mutant: Mutant,
  tests: readonly ScannedTest[],
): Candidate | undefined {
  const failing = tests.filter((test) => !test.passed)
  if (tests.length !== bench.ids.length || !isFair(bench, failing.map(idOf))) return undefined
  const visible = failing.filter((test) => !isHidden(test.file))
  const shown = bestExample(bench, visible.length > 0 ? visible : failing)
  if (!shown || (visible.length === 0 && !shown.example)) return undefined

  const source = bench.testSources.get(shown.test.file)
  const mentions = source ? (testBody(source, shown.test.names)?.mentions ?? []) : []
  const difficulty = difficultyOf({
    visibleFailing: visible.length,
    depth: callDepth(bench.sources, mentions, mutant.file, mutant.site),
    omission: isOmission(mutant.operator),
  })
  return { ...mutant, failing, difficulty, shown: shown.test, example: shown.example }
}

function isFair(bench: Bench, failing: readonly string[]): boolean {
  const passing = bench.ids.length - failing.length
  const share = failing.length / bench.ids.length
  return failing.some(isHidden) && share <= MOST_FAILING && passing >= FEWEST_PASSING
}

function isHidden(idOrFile: string): boolean {
  return idOrFile.startsWith('hidden/')
}

/** The failing test that is shortest to show. */
function bestExample(
  bench: Bench,
  failing: readonly ScannedTest[],
): { test: ScannedTest; example: Example | undefined } | undefined {
  const shown = failing.map((test) => {
    const source = bench.testSources.get(test.file)
    const example = source && test.error ? exampleOf(source, test.names, test.error) : undefined
    return { test, example: example && example.code.length > LONGEST_EXAMPLE ? undefined : example }
  })
  const length = (entry: { example: Example | undefined }): number =>
    entry.example?.code.length ?? Number.MAX_SAFE_INTEGER
  return shown.sort((a, b) => length(a) - length(b))[0]
}

/** Of several bugs in one line that the same tests see, the first. */
function distinct(candidates: readonly Candidate[]): Candidate[] {
  const seen = new Set<string>()
  return candidates.filter(({ file, site, failing }) => {
    const key = [`${file}:${site.line}`, ...failing.map(idOf).sort()].join('\n')
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}

/** Takes turns over levels and, within a level, over operators, so that none crowds out another. */
function choose(candidates: readonly Candidate[], limit: number, rng: Rng): Candidate[] {
  const levels = [1, 2, 3, 4].map((level) => {
    const queues = operators.map(({ name }) =>
      rng.shuffle(candidates.filter((c) => c.difficulty === level && c.operator === name)),
    )
    return interleave(rng.shuffle(queues))
  })
  return interleave(levels).slice(0, limit)
}

function interleave<T>(queues: readonly (readonly T[])[]): T[] {
  const longest = Math.max(0, ...queues.map((queue) => queue.length))
  return Array.from({ length: longest }, (_, i) => queues.flatMap((q) => q.slice(i, i + 1))).flat()
}

/** The task, if the real run sees what the scan saw. */
function taskOf(
  bench: Bench,
  candidate: Candidate,
  passed: ReadonlySet<string>,
  seed: number,
): RepairTask | undefined {
  const { library } = bench
  const { file, site, text, failing, difficulty, shown, example } = candidate
  const failToPass = bench.ids.filter((id) => !passed.has(id)).sort()
  if (failToPass.join('\n') !== failing.map(idOf).sort().join('\n')) return undefined
  const id = `${library.name}-${siteId(file, site)}`
  const visible = failing.filter((test) => !isHidden(test.file)).map((test) => test.names)
  const symptom = { library: library.name, difficulty, visible, shown: shown.names, example }
  return taskSchema.parse({
    id,
    library: library.name,
    edits: [lineEdit(file, library.files[file] ?? '', text)],
    statement: writeStatement(symptom, createRng(seed).stream(id)),
    failToPass,
    passToPass: bench.ids.filter((test) => passed.has(test)).sort(),
    split: librarySplits[library.name as keyof typeof librarySplits],
    difficulty,
    kind: candidate.operator,
  })
}

/** Maps in order with a few workspaces that hold the library. */
async function inWorkspaces<T, R>(
  items: readonly T[],
  library: Library,
  options: GenerateOptions,
  work: (item: T, workspace: Workspace) => Promise<R>,
): Promise<R[]> {
  const results: R[] = []
  let next = 0
  const worker = async (): Promise<void> => {
    await using workspace = await openWorkspace()
    await workspace.write({ ...library.files, ...library.hiddenFiles })
    while (next < items.length) {
      const index = next++
      const item = items[index]
      if (item !== undefined) results[index] = await work(item, workspace)
    }
  }
  await Promise.all(Array.from({ length: options.concurrency }, worker))
  return results
}
