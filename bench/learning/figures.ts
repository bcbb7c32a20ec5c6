import { mkdir, writeFile } from 'node:fs/promises'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { learningCurveSvg } from '../../runs/index.ts'
import { type ArmResult, COLUMNS } from './curve.ts'
import { wordsOf } from './palaestra.ts'
import type { Recipe } from './recipe.ts'

export interface Drawn {
  readonly recipe: Recipe
  readonly results: readonly ArmResult[]
  /** Folders of the runs of an arm. */
  readonly runsOf: (result: ArmResult) => readonly string[]
}

/** `<task>.json` with every seed's curve, and `<task>.svg` with the medians. */
export async function writeFigures(
  out: string,
  { recipe, results, runsOf }: Drawn,
): Promise<readonly string[]> {
  await mkdir(out, { recursive: true })
  const [json, svg] = ['json', 'svg'].map((end) => join(out, `${recipe.task}.${end}`))
  if (json === undefined || svg === undefined) return []
  await writeFile(json, curveFile(recipe, results))
  const groups = results.map((result) => ({ label: result.arm.label, runs: runsOf(result) }))
  const { title, score = 'success' } = recipe
  const figure =
    score === 'success'
      ? ({ metric: COLUMNS.evalSuccess, title, unit: 'share' } as const)
      : ({ metric: COLUMNS.evalReturn, title: `${title}: return`, unit: 'number' } as const)
  await writeFile(svg, await learningCurveSvg(groups, figure))
  return [json, svg]
}

/** A row a line: small, and a change of one seed is seen as that. */
export function curveFile({ task, title, target, aim }: Recipe, results: readonly ArmResult[]) {
  const head = { task, title, target, aim, machine: cpus()[0]?.model ?? '', columns: COLUMNS }
  const arms = results.map(({ arm, curves }) => ({
    label: arm.label,
    command: ['palaestra', 'train', arm.algorithm, ...wordsOf(arm.flags)].join(' '),
    curves,
  }))
  const text = JSON.stringify({ ...head, arms }, null, 2)
  return `${text.replaceAll(/\[\n\s+([^[\]{}]+?)\n\s+\]/g, (_, row: string) => `[${row.replaceAll(/\n\s+/g, ' ')}]`)}\n`
}
