import type { Rng } from '../../core/index.ts'
import { shellQuote } from '../../core/index.ts'
import { applyCandidate } from './candidate.ts'
import { isReadable } from './candidates/index.ts'
import { localise } from './localise.ts'
import { readPacked } from './pack.ts'
import { rank } from './rank.ts'
import { type BugReport, parseReport } from './report.ts'
import { bash, type RepairCall, type Script, submit, writeCommand } from './script.ts'
import { readSource } from './source.ts'
import { PACKER, readSurvey, SURVEY, type Survey, surveyCommand } from './survey.ts'
import { KEPT, readTrial, restoreCommand, trialCommand } from './trial.ts'

/** An episode of this agent never has more actions, however many its env allows. */
export const MOST_ACTIONS = 12

/** Actions that reading may take after the first. */
const MOST_READS = 3

/** What an episode has come to. */
interface Search {
  readonly report: BugReport
  readonly survey: Survey
  /** Names of the tests that fail now. */
  failing: readonly string[]
  /** Actions left before the submission. */
  steps: number
  readonly texts: Map<string, string>
  /** A file that a command which was stopped has left edited. */
  dirty: string | undefined
  /** Writes an edit that helped; runs with the next action. */
  keep: string
}

type Part<Result> = Generator<RepairCall, Result, string>

/** Reads, localises, tries one edit an action, keeps what helps, and submits with the last step. */
export function* repairScript(statement: string, allowed: number, rng: Rng): Script {
  const steps = Math.min(allowed, MOST_ACTIONS)
  if (steps > 1) yield* repairWithin(steps - 1, parseReport(statement), rng)
  yield submit
}

function* repairWithin(steps: number, report: BugReport, rng: Rng): Part<void> {
  const observation = yield bash(surveyCommand)
  const most = Math.min(MOST_READS, steps - 3)
  let reads = 0
  const reading = readPacked(observation, { packer: PACKER, file: SURVEY, most })
  let part = reading.next()
  while (!part.done) {
    reads++
    part = reading.next(yield part.value)
  }
  const survey = readSurvey(observation, part.value)
  const failing = survey.failures.map(({ name }) => name)
  const texts = new Map(survey.sources)
  const left = steps - 1 - reads
  const search: Search = { report, survey, failing, texts, dirty: undefined, steps: left, keep: '' }
  let outcome: TryOutcome = 'better'
  while (outcome === 'better' && search.steps > 1) outcome = yield* tryEdits(search, rng)
  const last = search.dirty === undefined ? search.keep : restoreCommand(search.dirty)
  if (last !== '' && search.steps > 0) yield bash(last)
}

type TryOutcome = 'repaired' | 'better' | 'nothing'

/** Tries edits, the most suspicious first, until one helps. */
function* tryEdits(search: Search, rng: Rng): Part<TryOutcome> {
  search.steps--
  const { survey, report, failing, keep } = search
  search.keep = ''
  const sources = [...search.texts].flatMap(([file, text]) => readSource(file, text) ?? [])
  const localised = yield* localise({ survey, report, failing, sources }, keep)
  const { candidates, evidence, examples, working } = localised
  for (const candidate of rank(candidates, evidence, rng)) {
    // A file that was left edited takes an action to restore.
    if (search.steps <= (search.dirty === undefined ? 0 : 1)) return 'nothing'
    if (!isReadable(candidate)) continue
    search.steps--
    const { file } = candidate.source
    const text = applyCandidate(candidate)
    const before = search.dirty === file ? undefined : search.dirty
    const setup = { entry: survey.entry, examples, working, before }
    const trial = readTrial(yield bash(trialCommand(file, text, setup)))
    search.dirty = trial.isLeft ? file : undefined
    if (!trial.failing) continue
    const wins = trial.working - working
    const isWhole = examples === working || trial.working === examples
    if (trial.failing.length === 0 && isWhole) return 'repaired'
    const isPart = examples > 1 && wins > 0
    if (!helps(trial.failing, search.failing, isPart) || search.steps === 0) continue
    const kept = shellQuote(`${KEPT}/${file}`)
    search.keep = `${writeCommand(file, text)}cp ${shellQuote(file)} ${kept}`
    search.texts.set(file, text)
    search.failing = trial.failing
    return 'better'
  }
  return 'nothing'
}

/** Fewer failures, or as many where another example works, and none that was not there. */
function helps(now: readonly string[], before: readonly string[], isPart: boolean): boolean {
  const isLess = isPart ? now.length <= before.length : now.length < before.length
  return isLess && now.every((name) => before.includes(name))
}
