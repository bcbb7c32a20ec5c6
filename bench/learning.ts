/**
 * What our own training learns, task by task: recipes run through the command line, their curves kept as figures.
 * `npm run bench -- learning --task guess --seeds 1 --updates 20` is a short look.
 */
import { join } from 'node:path'
import { INTERRUPTED } from '../cli/interrupts.ts'
import { RUNS, stamp } from '../cli/run-folder.ts'
import { ConfigError } from '../core/index.ts'
import type { Figure } from './figure.ts'
import type { ArmResult, Curve } from './learning/curve.ts'
import { writeFigures } from './learning/figures.ts'
import { type LearningOptions, learningOptions } from './learning/options.ts'
import type { Arm, Recipe } from './learning/recipe.ts'
import { recipes } from './learning/recipes.ts'
import { learningTable, measure, type TaskResult } from './learning/table.ts'
import { Interrupted, trainOne } from './learning/train.ts'

export async function benchLearning(argv: readonly string[]): Promise<readonly Figure[]> {
  try {
    const options = learningOptions(
      argv,
      recipes.map(({ task }) => task),
    )
    await learn(options, options.runs ?? join(RUNS, `learning-${stamp(new Date())}`))
  } catch (error) {
    if (error instanceof ConfigError) process.exitCode = 2
    else if (error instanceof Interrupted) process.exitCode = INTERRUPTED
    else throw error
    console.error(error.message)
  }
  return []
}

async function learn(options: LearningOptions, runs: string): Promise<void> {
  const { tasks, out } = options
  console.log(`  Runs are kept in ${runs} (--runs ${runs} goes on with them).`)
  const results: TaskResult[] = []
  for (const recipe of recipes.filter(({ task }) => tasks.length === 0 || tasks.includes(task))) {
    const dirOf = ({ label }: Arm, seed: number) =>
      join(runs, recipe.task, `${label.replace(/[^a-z0-9]+/gi, '-')}-${seed}`)
    const arms: ArmResult[] = []
    for (const arm of armsOf(recipe, options)) {
      const curves: Curve[] = []
      for (let seed = 0; seed < options.seeds; seed++) {
        const curve = await trainOne(dirOf(arm, seed), arm, seed)
        curves.push(curve)
        const { best, last, seconds } = measure({ arm, curves: [curve] }, recipe)
        console.log(
          `  ${recipe.task} ${arm.label}, seed ${seed}: best ${best.toFixed(3)}, last ${last.toFixed(3)}, ${seconds.toFixed(0)} s`,
        )
      }
      arms.push({ arm, curves })
    }
    results.push({ recipe, measured: arms.map((result) => measure(result, recipe)) })
    if (out === null || arms.length === 0) continue
    const runsOf = ({ arm, curves }: ArmResult) => curves.map(({ seed }) => dirOf(arm, seed))
    const files = await writeFigures(out, { recipe, results: arms, runsOf })
    console.log(`  Written: ${files.join(', ')}`)
  }
  console.log(`\n${learningTable(results)}\n`)
  if (out === null)
    console.log('  A short look: no figures are written (name a folder with --out).')
}

/** Those that are asked for; a shorter run is evaluated ten times, too. */
function armsOf({ arms }: Recipe, { arms: chosen, updates }: LearningOptions): readonly Arm[] {
  const shorter =
    updates === null ? {} : { updates, evalEvery: Math.max(1, Math.floor(updates / 10)) }
  return arms
    .filter(({ label }) => chosen.length === 0 || chosen.includes(label))
    .map((arm) => ({ ...arm, flags: { ...arm.flags, ...shorter } }))
}
