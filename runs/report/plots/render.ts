import type { Json } from '../../../core/index.ts'
import { hashJson } from '../../../core/index.ts'
import { textWidth } from './text-width.ts'
import { FONT_SIZE, theme } from './theme.ts'

/** XML has no place for these, not even escaped; `Surrogate` finds those without their other half. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const unwritable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffe\uffff]|\p{Surrogate}/gu

/**
 * Draws a Vega-Lite spec as an SVG element that fills the width it is given and takes its colours from
 * the custom properties of the page around it. Its `description` is what is read aloud.
 */
export async function renderPlot(spec: Json): Promise<string> {
  const [vega, { compile }] = await Promise.all([import('vega'), import('vega-lite')])
  const problems: string[] = []
  const logger = loggerTo(problems)
  measureTexts(vega)
  const clean = JSON.parse(JSON.stringify(spec), (_, value: unknown) =>
    typeof value === 'string' ? value.replace(unwritable, '\ufffd') : value,
  )
  const compiled = compile({ ...clean, config: theme } as never, { logger: logger as never })
  const view = new vega.View(vega.parse(compiled.spec), {
    renderer: 'none',
    logger: logger as never,
    loader: offlineTo(problems) as never,
  })
  try {
    const svg = await view.toSVG()
    if (problems.length > 0) throw new Error(`Cannot draw a plot: ${problems.join('; ')}`)
    return embeddable(svg, String(clean?.description ?? ''), hashJson(clean).slice(0, 8))
  } finally {
    view.finalize()
  }
}

interface TextItem {
  readonly fontSize?: number
}

/** Without a canvas, vega takes every letter for a wide one and leaves too much room. */
function measureTexts(vega: object): void {
  const { textMetrics } = vega as {
    readonly textMetrics: { width: (item: TextItem, text: unknown) => number }
  }
  textMetrics.width = ({ fontSize = FONT_SIZE }, text) => textWidth(String(text ?? ''), fontSize)
}

/** A plot holds its data: whatever it asks for besides is a mistake. */
function offlineTo(problems: string[]) {
  const refuse = (uri: string) => {
    problems.push(`a plot may not load ${uri}`)
    return Promise.reject(new Error('a plot loads nothing'))
  }
  return { load: refuse, sanitize: refuse, http: refuse, file: refuse }
}

function loggerTo(problems: string[]) {
  const logger = {
    level: () => logger,
    error: (...args: readonly unknown[]) => {
      problems.push(args.map(String).join(' '))
      return logger
    },
    warn: () => logger,
    info: () => logger,
    debug: () => logger,
  }
  return logger
}

/** Within tags alone, which hold no bare `<` or `>`: what stands between them is somebody's text. */
function embeddable(svg: string, label: string, prefix: string): string {
  // Vega counts on from figure to figure: numbered anew, equal figures are equal.
  const ids = new Map<string, string>()
  const idOf = (id: string) => {
    const known = ids.get(id) ?? `plot-${prefix}-${ids.size}`
    ids.set(id, known)
    return known
  }
  return svg
    .replace(/<[^<>]*>/g, (tag) =>
      tag
        // To a screen reader the whole is one image.
        .replace(/ (?:role|aria-[a-z]+)="[^"]*"/g, '')
        .replace(/ id="([^"]+)"/g, (_, id) => ` id="${idOf(id)}"`)
        .replace(/="url\(#([^")]+)\)"/g, (_, id) => `="url(#${idOf(id)})"`),
    )
    .replace(/^<svg[^<>]*>/, (tag) => {
      const viewBox = / viewBox="[^"]*"/.exec(tag)?.[0] ?? ''
      return `<svg xmlns="http://www.w3.org/2000/svg" class="plot" role="img" aria-label="${escaped(label)}" width="100%"${viewBox}>`
    })
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`)
}
