import type { Json } from '../../../core/index.ts'

/** Colours are the page's custom properties: a plot follows the theme without being drawn again. */
export const ink = 'var(--plot-ink)'
export const muted = 'var(--plot-muted)'
export const grid = 'var(--plot-grid)'
export const bad = 'var(--plot-bad)'

/** How many colours there are before they repeat. */
export const COLORS = 8

/** The colour of a run is that of its place, in every panel. */
export function colorOf(index: number): string {
  return `var(--plot-${(index % COLORS) + 1})`
}

/** Units of the SVG: read at about this many pixels, a text of 11 units is as large as the page's small print. */
export const PLOT_WIDTH = 400
export const FONT_SIZE = 11

/** Vega-Lite's `config`, the same for every figure. */
export const theme: Json = {
  aria: false,
  background: null,
  // The page's own font: nothing is loaded.
  font: 'inherit',
  locale: {
    number: {
      decimal: '.',
      thousands: ',',
      grouping: [3],
      currency: ['', ''],
      percent: ' %',
    },
  },
  view: { stroke: null },
  axis: {
    labelColor: muted,
    labelFontSize: FONT_SIZE,
    labelPadding: 5,
    titleColor: ink,
    titleFontSize: FONT_SIZE,
    titleFontWeight: 'normal',
    titlePadding: 8,
    domainColor: grid,
    gridColor: grid,
    tickColor: grid,
    tickSize: 4,
  },
  legend: {
    labelColor: ink,
    labelFontSize: FONT_SIZE,
    labelLimit: 0,
    titleColor: ink,
    titleFontSize: FONT_SIZE,
    titleFontWeight: 'normal',
    symbolSize: 80,
    symbolStrokeWidth: 0,
    columnPadding: 14,
    rowPadding: 3,
    // Between it and the plot stands the title of an axis.
    offset: 26,
  },
  title: {
    color: ink,
    fontSize: FONT_SIZE,
    fontWeight: 'normal',
    anchor: 'start',
    frame: 'group',
    offset: 4,
  },
}
