import type { FigureBlock, Table } from '../blocks.ts'
import type { PlotSpec } from '../plots/axes.ts'

/** A plot and the numbers behind it. */
export function figureOf(title: string, spec: PlotSpec, table: Table): FigureBlock {
  return { kind: 'figure', title, description: spec.description, spec, table }
}

/** What is said where there is nothing to draw. */
export function noteOf(text: string, tone: 'neutral' | 'warning' | 'bad' = 'neutral') {
  return { kind: 'note', text, tone } as const
}
