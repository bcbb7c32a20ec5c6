import type { Rng } from '../../core/index.ts'
import { shellQuote } from '../../core/index.ts'
import { applyCandidate } from './candidate.ts'
import { isReadable } from './candidates/index.ts'
import { type KnownState, localise } from './localise.ts'
import { rank } from './rank.ts'
import { type BugReport, parseReport } from './report.ts'
import { bash, type RepairCall, type Script, submit, writeCommand } from './script.ts'
import { readSource } from './source.ts'
import {
  batches,
  readCommand,
  readFiles,
  readSurvey,
  type Survey,
  surveyCommand,
} from './survey.ts'
import { KEPT, readTrial, restoreCommand, trialCommand } from './trial.ts'

/** Characters of source read in one action: observations have limits that are not known here. */
const READ_AT_ONCE = 9000
/** Actions that reading may take. */
const MOST_READS = 4

/** What an episode has come to. */
interface Search extends KnownState {
  /** Actions left before the submission. */
  steps: number
  readonly texts: Map<string, string>
  /** A file that a command which was stopped has left edited. */
  dirty: string | undefined
}

type Part<Result> = Generator<RepairCall, Result, string>

/** Reads, localises, tries one edit an action, keeps what helps, and submits with the last step. */
export function* repairScript(statement: string, maxSteps: number, rng: Rng): Script {
  if (maxSteps > 1) yield* repairWithin(maxSteps - 1, parseReport(statement), rng)
  yield submit
}

function* repairWithin(steps: number, report: BugReport, rng: Rng): Part<void> {
  const survey = readSurvey(yield bash(surveyCommand))
  const failing = survey.failures.map(({ name }) => name)
  const texts = new Map<string, string>()
  const search: Search = { report, survey, failing, texts, dirty: undefined, steps: steps - 1 }
  yield* readSources(search)
  let outcome: TryOutcome = 'better'
  while (outcome === 'better' && search.steps > 1) outcome = yield* tryEdits(search, rng)
  if (search.dirty !== undefined) yield bash(restoreCommand(search.dirty))
}

function* readSources(search: Search): Part<void> {
  const groups = batches(byInterest(search.survey, search.report), READ_AT_ONCE)
  for (const files of groups.slice(0, MOST_READS)) {
    if (search.steps <= 2) return
    search.steps--
    const shown = readFiles(yield bash(readCommand(files)), files)
    for (const [file, text] of shown) search.texts.set(file, text)
  }
}

type TryOutcome = 'repaired' | 'better' | 'nothing'

/** Tries edits, the most suspicious first, until one helps. */
function* tryEdits(search: Search, rng: Rng): Part<TryOutcome> {
  search.steps--
  const sources = [...search.texts].flatMap(([file, text]) => readSource(file, text) ?? [])
  const { candidates, evidence, hasCheck } = yield* localise(search, sources)
  for (const candidate of rank(candidates, evidence, rng)) {
    // A file that was left edited takes an action to restore.
    if (search.steps <= (search.dirty === undefined ? 0 : 1)) return 'nothing'
    if (!isReadable(candidate)) continue
    search.steps--
    const { file } = candidate.source
    const text = applyCandidate(candidate)
    const before = search.dirty === file ? undefined : search.dirty
    const setup = { entry: search.survey.entry, hasCheck, before }
    const { failing, exampleWorks, isLeft } = readTrial(yield bash(trialCommand(file, text, setup)))
    search.dirty = isLeft ? file : undefined
    if (!failing || !exampleWorks) continue
    if (failing.length === 0) return 'repaired'
    if (!helps(failing, search.failing) || search.steps === 0) continue
    search.steps--
    yield bash(`${writeCommand(file, text)}cp ${shellQuote(file)} ${shellQuote(`${KEPT}/${file}`)}`)
    search.texts.set(file, text)
    search.failing = failing
    return 'better'
  }
  return 'nothing'
}

/** Fewer failures, and none that was not there. */
function helps(now: readonly string[], before: readonly string[]): boolean {
  return now.length < before.length && now.every((name) => before.includes(name))
}

/** Files that stacks or the report name come first, so that they are read at all. */
function byInterest({ files, failures }: Survey, { words }: BugReport): Survey['files'] {
  const interest = ({ file }: { readonly file: string }) => {
    const inStack = failures.some(({ frames }) => frames.some((f) => f.file.endsWith(`/${file}`)))
    const stem = file.replace(/^.*\//, '').replace(/\.\w+$/, '')
    return (inStack ? 2 : 0) + ([...words].some((word) => word.toLowerCase() === stem) ? 1 : 0)
  }
  return files.toSorted((a, b) => interest(b) - interest(a))
}
