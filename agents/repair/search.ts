import type { Rng } from '../../core/index.ts'
import { applyCandidate } from './candidate.ts'
import { isReadable } from './candidates/index.ts'
import { type KnownState, localise } from './localise.ts'
import { rank } from './rank.ts'
import { type BugReport, parseReport } from './report.ts'
import { bash, quote, type Script, submit, writeCommand } from './script.ts'
import { readSource, type Source } from './source.ts'
import {
  batches,
  readCommand,
  readFiles,
  readSurvey,
  type Survey,
  surveyCommand,
} from './survey.ts'
import { KEPT, readTrial, trialCommand } from './trial.ts'

/** Characters of source read in one action: observations have limits that are not known here. */
const READ_AT_ONCE = 9000
/** Actions that reading may take. */
const MOST_READS = 4

/** Reads, localises, tries one edit an action, keeps what helps, and submits with the last step. */
export function* repairScript(statement: string, maxSteps: number, rng: Rng): Script {
  const report = parseReport(statement)
  let steps = maxSteps - 1
  steps--
  const survey = readSurvey(yield bash(surveyCommand))
  const texts = new Map<string, string>()
  for (const files of batches(byInterest(survey, report), READ_AT_ONCE).slice(0, MOST_READS)) {
    if (steps <= 2) break
    steps--
    for (const [file, text] of readFiles(yield bash(readCommand(files)), files))
      texts.set(file, text)
  }
  const known: KnownState = { survey, report, failing: survey.failures.map(({ name }) => name) }
  let before: string | undefined
  while (steps > 1) {
    steps--
    const { candidates, evidence, hasCheck } = yield* localise(known, sourcesOf(texts))
    const order = rank(candidates, evidence)
    let kept = false
    for (const id of rng.shuffle(order).sort((a, b) => order.indexOf(a) - order.indexOf(b))) {
      const candidate = candidates[id]
      if (!candidate || !isReadable(candidate)) continue
      if (steps === 0) break
      steps--
      const { file } = candidate.source
      const text = applyCandidate(candidate)
      const setup = { entry: survey.entry, hasCheck, before: before === file ? undefined : before }
      const result = readTrial(yield bash(trialCommand(file, text, setup)))
      before = result.failing === undefined ? file : undefined
      if (!result.failing || !result.exampleWorks) continue
      if (result.failing.length === 0) {
        yield submit
        return
      }
      if (!helps(result.failing, known.failing) || steps === 0) continue
      steps--
      yield bash(`${writeCommand(file, text)}cp ${quote(file)} ${quote(`${KEPT}/${file}`)}`)
      texts.set(file, text)
      known.failing = result.failing
      kept = true
      break
    }
    if (!kept) break
  }
  yield submit
}

/** Fewer failures, and none that was not there. */
function helps(now: readonly string[], before: readonly string[]): boolean {
  return now.length < before.length && now.every((name) => before.includes(name))
}

function sourcesOf(texts: ReadonlyMap<string, string>): readonly Source[] {
  return [...texts].flatMap(([file, text]) => readSource(file, text) ?? [])
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
