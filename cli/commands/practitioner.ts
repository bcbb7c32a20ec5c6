import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { ConfigError, didYouMean, ModelError, messageOf } from '../../core/index.ts'
import { buildReport } from '../../runs/index.ts'
import { readTrainingRun } from '../../trainers/index.ts'
import { INTERRUPTED, listenForInterrupts } from '../interrupts.ts'
import { invocation } from '../invocation.ts'
import { noteEnvs } from '../note-envs.ts'
import { claimStdout, plainOutput } from '../output.ts'
import { defaultRunFolder } from '../run-folder.ts'
import { type Cell, type CellResult, planCells } from '../train/practitioner.ts'
import { flagsOf, gridOf, readGrid, storeGrid } from '../train/practitioner-grid.ts'
import { bestCell, effectsOf, practitionerTable } from '../train/practitioner-table.ts'
import { chosenEnvs } from '../train/rl-config.ts'
import { createTrainingView } from '../train/rl-view.ts'
import { StoppedEarly } from '../train/warm-start.ts'
import { begin, budgetOf, goOn, hooksOf, type Input } from './train-rl.ts'

type Given = Input['given']

/** `train --preset practitioner`: every run of the grid in a folder of its own, then one report of all. */
export async function trainPractitioner({
  flags,
  given,
}: Pick<Input, 'flags' | 'given'>): Promise<number> {
  const { resume, json, quiet } = flags
  const asked = resume === undefined ? given : await readGrid(resume, given)
  const cells = planCells(gridOf(asked))
  const env = await checkCells(cells, asked)
  const dir = resume ?? flags.out ?? defaultRunFolder(env, 'practitioner', new Date())
  if (resume === undefined) await storeGrid(dir, given)

  const output = json ? claimStdout() : plainOutput
  const say = (line: string) => void process.stderr.write(`${line}\n`)
  const note = (line: string) => quiet || say(line)
  const interrupts = listenForInterrupts(() =>
    say('Stopping: this update is finished and saved first (Ctrl-C again leaves at once).'),
  )
  const stopNoting = quiet ? () => {} : await noteEnvs(note)
  const results: CellResult[] = []
  try {
    for (const [place, cell] of cells.entries()) {
      if (interrupts.stop.aborted) break
      const at = join(dir, cell.name)
      const stored = await storedResult(cell, at)
      const isDone = stored?.status === 'complete'
      note(`Run ${place + 1} of ${cells.length}: ${cell.name}${isDone ? ', done before' : ''}`)
      const result = isDone ? stored : await runCell(cell, at, { asked, stop: interrupts.stop })
      if (result) results.push(result)
    }
  } finally {
    interrupts.release()
    stopNoting()
  }
  const isWhole =
    results.length === cells.length && results.every(({ status }) => status !== 'interrupted')
  const status = isWhole ? 'complete' : 'interrupted'
  const runs = results.map(({ cell }) => join(dir, cell.name))
  const out = join(dir, 'report.html')
  const report = runs.length === 0 ? null : (await buildReport(runs, { out })).out
  if (json) {
    const figures = { cells: results, best: bestCell(results), factors: effectsOf(results) }
    const seconds = results.reduce((sum, each) => sum + each.seconds, 0)
    const whole = { preset: 'practitioner', run: dir, env, status, of: cells.length }
    output.result(JSON.stringify({ ...whole, ...figures, seconds, report }))
  } else if (report !== null) {
    output.result(`${practitionerTable(results)}\n\nStored in ${dir}\nReport: ${report}`)
  }
  if (status === 'complete') return 0
  say(`Continue with: ${invocation('train', '--preset', 'practitioner', '--resume', dir)}`)
  return INTERRUPTED
}

/** Whatever does not go together is told before anything is played. Gives the name of the env. */
async function checkCells(cells: readonly Cell[], given: Given): Promise<string> {
  const [first] = cells
  if (!first) throw new ConfigError('Cannot train the preset practitioner: the grid is empty')
  const envs = await chosenEnvs(flagsOf(first, given, ''))
  for (const { definition } of envs) {
    const presets = Object.keys(definition.rewards)
    const strange = cells.find(({ reward }) => !presets.includes(reward))
    if (!strange) continue
    throw new ConfigError(
      `Cannot train the preset practitioner: ${definition.id} has no reward ${strange.reward} (${didYouMean(strange.reward, presets)})`,
    )
  }
  for (const cell of cells) budgetOf(flagsOf(cell, given, ''))
  return envs.map(({ definition }) => definition.id).join(',')
}

/** Null where it was stopped before there was anything to keep. A run that broke is told, and the next one begins. */
async function runCell(
  cell: Cell,
  dir: string,
  { asked, stop }: { readonly asked: Given; readonly stop: AbortSignal },
): Promise<CellResult | null> {
  const flags = flagsOf(cell, asked, dir)
  const view = createTrainingView(process.stderr, { quiet: flags.quiet })
  const note = (line: string) => flags.quiet || view.note(line)
  const hooks = hooksOf(view, stop)
  try {
    if (existsSync(join(dir, 'checkpoint'))) {
      await goOn(dir, cell.algorithm, { flags, given: {} }, hooks)
    } else {
      // A warm start that was stopped, or a run before its first save.
      await rm(dir, { recursive: true, force: true })
      await begin(cell.algorithm, flags, hooks, note)
    }
  } catch (error) {
    if (error instanceof StoppedEarly) return null
    if (!(error instanceof ModelError)) throw error
    view.note(`${cell.name} failed: ${messageOf(error)}`)
  } finally {
    view.end()
  }
  return storedResult(cell, dir)
}

/** As its folder tells it; null where there is no run in it. */
async function storedResult(cell: Cell, dir: string): Promise<CellResult | null> {
  if (!existsSync(join(dir, 'run.json'))) return null
  const { status, progress, last, seconds, error } = await readTrainingRun(dir)
  const { best, episodes = 0 } = (progress ?? {}) as {
    readonly best?: { readonly update: number; readonly success: number | null } | null
    readonly episodes?: number
  }
  return {
    cell,
    status: status === 'running' ? 'interrupted' : status,
    success: best?.success ?? null,
    last: (last as Readonly<Record<string, number>> | null)?.['eval/success'] ?? null,
    update: best?.update ?? null,
    ...{ episodes, seconds, error },
  }
}
