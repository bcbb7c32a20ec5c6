import { writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { applyCandidate } from '../agents/repair/candidate.ts'
import { describeCandidates } from '../agents/repair/features.ts'
import { localise } from '../agents/repair/localise.ts'
import { readPacked } from '../agents/repair/pack.ts'
import { parseReport } from '../agents/repair/report.ts'
import { bash, type RepairCall } from '../agents/repair/script.ts'
import { readSource } from '../agents/repair/source.ts'
import { PACKER, readSurvey, SURVEY, surveyCommand } from '../agents/repair/survey.ts'
import { type Env, make } from '../core/index.ts'
import { repair } from '../envs/swe/env.ts'
import type { RepairTask } from '../envs/swe/tasks/format.ts'
import { loadLibrary } from '../envs/swe/tasks/library.ts'
import { loadBuiltinTasks } from '../envs/swe/tasks/open.ts'
import { closeSandboxes } from '../sandboxes/index.ts'
import { type Choice, choiceOf, crossValidate, fitWeights } from './fit-repair/softmax.ts'

// Fits the weights of the agent `repair` on the split train: reads and watches each of its tasks as the
// agent does, and learns which candidates undo the bug. No edit is tried, and no other split is opened.
const { values } = parseArgs({
  options: {
    /** Weights kept, those of the greatest size. */
    keep: { type: 'string', default: '270' },
    /** Strength of the penalty on squared weights. */
    penalty: { type: 'string', default: '1' },
    tasks: { type: 'string', default: '10000' },
    out: {
      type: 'string',
      default: fileURLToPath(new URL('../agents/repair/weights.ts', import.meta.url)),
    },
  },
})

const train = (await loadBuiltinTasks())
  .filter(({ split }) => split === 'train')
  .slice(0, Number(values.tasks))
const names = new Map<string, number>()
const choices: Choice[] = []
await using env = await make(repair)
for (const task of train) {
  choices.push(await choiceIn(env as Env<unknown, unknown>, task))
  if (choices.length % 50 === 0) console.log(`${choices.length} of ${train.length} tasks watched`)
}
await closeSandboxes()
const fit = { size: names.size, penalty: Number(values.penalty) }
const { known, first } = crossValidate(choices, fit)
console.log(`the repair is among the candidates of ${known} of ${choices.length} tasks, and among`)
console.log(`the first nine of ${first} where weights come from other libraries (four folds)`)
const fitted = fitWeights(choices, fit)
const weights = [...names].map(([name, index]) => [name, fitted[index] ?? 0] as const)
await writeFile(values.out, tableOf(weights, Number(values.keep)))

/** A task's candidates with their features, and which of them undo one of its bugs. */
async function choiceIn(env: Env<unknown, unknown>, task: RepairTask): Promise<Choice> {
  const { observation } = await env.reset({ seed: 0, task: task.id })
  const act = async (call: RepairCall) => String((await env.step(call)).observation)
  const play = async <R>(script: Generator<RepairCall, R, string>): Promise<R> => {
    let next = script.next()
    while (!next.done) next = script.next(await act(next.value))
    return next.value
  }
  const surveyed = await act(bash(surveyCommand))
  const packed = await play(readPacked(surveyed, { packer: PACKER, file: SURVEY, most: 3 }))
  const survey = readSurvey(surveyed, packed)
  const sources = [...survey.sources].flatMap(([file, text]) => readSource(file, text) ?? [])
  const failing = survey.failures.map(({ name }) => name)
  const report = parseReport(String(observation))
  const { candidates, evidence } = await play(localise({ survey, report, failing, sources }))
  const goals = await repairedTexts(task)
  const described = describeCandidates(candidates, evidence)
  const options = candidates.flatMap((candidate, id) => {
    const features = described[id]
    if (!features) return []
    const isRight = goals.get(candidate.source.file)?.has(plain(applyCandidate(candidate))) ?? false
    return [{ features, isRight }]
  })
  return choiceOf(task.library ?? task.id, options, names)
}

/** Texts of the bugged files with one of the bugs undone, by file. */
async function repairedTexts(task: RepairTask): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const { files } = task.library === undefined ? task : await loadLibrary(task.library)
  const texts = new Map<string, Set<string>>()
  for (const edit of task.edits ?? []) {
    const others = (task.edits ?? []).filter((o) => o !== edit && o.file === edit.file)
    const text = others.reduce(
      (result, { find, replace }) => result.replace(find, () => replace),
      files?.[edit.file] ?? '',
    )
    texts.set(edit.file, (texts.get(edit.file) ?? new Set()).add(plain(text)))
  }
  return texts
}

/** White space, parentheses and sorts of quotes make no other repair. */
function plain(text: string): string {
  return text.replace(/[\s();]+/g, '').replaceAll('"', "'")
}

function tableOf(weights: readonly (readonly [string, number])[], most: number): string {
  const lines = weights
    .toSorted(([, a], [, b]) => Math.abs(b) - Math.abs(a))
    .slice(0, most)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, weight]) => `  ${keyOf(name)}: ${Math.round(weight * 100) / 100},\n`)
  return `/**
 * What each feature of a candidate is worth, as a logarithm of odds: made by \`scripts/fit-repair.ts\`
 * from the tasks of the split train alone.
 */
export const weights: Readonly<Record<string, number>> = {
${lines.join('')}}
`
}

function keyOf(name: string): string {
  if (/^[A-Za-z_$][\w$]*$/.test(name)) return name
  return `'${name.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}
