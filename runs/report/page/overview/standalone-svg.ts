const FONT = 'system-ui, sans-serif'

/** A plot of the page for other programs: they know neither the page's colours nor its font, nor its width. */
export function standaloneSvg(plot: Element): string {
  const svg = plot.querySelector('svg')?.cloneNode(true)
  if (!(svg instanceof SVGSVGElement)) return ''
  const colourOf = colourReader(plot)
  for (const element of [svg, ...svg.querySelectorAll('*')]) {
    for (const { name, value } of [...element.attributes]) {
      // Labels are somebody's text.
      if (name.startsWith('aria-')) continue
      if (name === 'font-family' && value === 'inherit') element.setAttribute(name, FONT)
      else element.setAttribute(name, value.replace(/var\(--[\w-]+\)/g, colourOf))
    }
  }
  const { width, height } = svg.viewBox.baseVal
  svg.setAttribute('width', String(width))
  svg.setAttribute('height', String(height))
  svg.removeAttribute('class')
  return new XMLSerializer().serializeToString(svg)
}

/** A custom property is kept as it was written: only as the colour of something it is computed. */
function colourReader(plot: Element): (value: string) => string {
  const known = new Map<string, string>()
  return (value) => {
    const colour = known.get(value) ?? computedColour(plot, value)
    known.set(value, colour)
    return colour
  }
}

function computedColour(plot: Element, value: string): string {
  const probe = document.createElement('span')
  probe.style.color = value
  plot.append(probe)
  const { color } = getComputedStyle(probe)
  probe.remove()
  return color
}
