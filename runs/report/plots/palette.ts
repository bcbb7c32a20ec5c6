/** The page's colours for drawings that stand alone; a test holds them to `page/style/colours.css`. */
export const palette: Readonly<Record<string, readonly [light: string, dark: string]>> = {
  page: ['#ffffff', '#0e1116'],
  ink: ['#171b22', '#e6e9ef'],
  muted: ['#5a6372', '#9aa4b4'],
  'plot-grid': ['#e6e8ec', '#2a303a'],
  'plot-1': ['#1f63b5', '#6db3ff'],
  'plot-2': ['#c2570c', '#ffa263'],
  'plot-3': ['#0a7d64', '#46d0ab'],
  'plot-4': ['#9b3f86', '#e596d0'],
  'plot-5': ['#8a6a00', '#e3c34a'],
  'plot-6': ['#2384ab', '#84d8f2'],
  'plot-7': ['#596272', '#a9b3c3'],
  'plot-8': ['#b3264d', '#ff86a2'],
}

const FONT = 'system-ui, sans-serif'

/**
 * A drawn plot as a file of its own. Its colours are written out for a light page, for programs that know no
 * more; a browser whose reader likes it dark takes the others.
 */
export function standalone(svg: string): string {
  const [, width = '0', height = '0'] = /viewBox="0 0 (\d+) (\d+)"/.exec(svg) ?? []
  const coloured = svg
    .replace(/="var\(--([\w-]+)\)"/g, (_, name: string) => `="${colourOf(name)[0]}"`)
    .replaceAll('font-family="inherit"', `font-family="${FONT}"`)
    .replace(/ class="plot"/, '')
    .replace(/ width="100%"/, ` width="${width}" height="${height}"`)
  const [page] = palette['page'] ?? ['']
  const background = `<rect width="${width}" height="${height}" fill="${page}"/>`
  return `${coloured.replace(/^<svg[^<>]*>/, (tag) => tag + darkStyle() + background)}\n`
}

function darkStyle(): string {
  const rules = Object.values(palette).flatMap(([light, dark]) =>
    ['fill', 'stroke'].map((name) => `[${name}="${light}"]{${name}:${dark}}`),
  )
  return `<style>@media (prefers-color-scheme:dark){${rules.join('')}}</style>`
}

function colourOf(name: string): readonly [string, string] {
  const colour = palette[name] ?? palette[name.replace(/^plot-/, '')]
  if (!colour) throw new Error(`Cannot draw a plot: it has no colour ${name}`)
  return colour
}
