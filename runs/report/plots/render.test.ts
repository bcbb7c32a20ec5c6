import { expect, test } from 'vitest'
import { barsPlot } from './bars.ts'
import { renderPlot } from './render.ts'
import { expectDrawn, textsOf, xmlProblem } from './svg.suite.ts'

const hostile = [
  '</svg><script>alert(1)</script>',
  '"onload="alert(1)',
  "' || alert(1) //",
  '{{alert(1)}} &amp; \\u0000',
  'nul \u0000 bell \u0007 half \ud800 end',
  'datum["value"] + 1',
]

// Wide enough for names that are not cut.
const bars = (labels: readonly string[], runs: readonly string[]) =>
  barsPlot({
    description: labels.join(' '),
    bars: runs.flatMap((run) =>
      labels.map((category, index) => ({
        category,
        run,
        value: index / 10,
        low: 0,
        high: 1,
        note: category,
      })),
    ),
    runs,
    unit: 'share',
    nameWidth: 400,
    whole: true,
    valueTitle: labels[0] ?? '',
    categoryTitle: labels[1] ?? '',
  })

test('texts of strangers are drawn as texts, whatever they hold', async () => {
  for (const runs of [['a run'], hostile]) {
    const svg = await renderPlot(bars(hostile, runs))

    expectDrawn(svg)
    for (const gone of ['<script', '\u0000', '\u0007', '\ud800']) expect(svg).not.toContain(gone)
    expect(textsOf(svg)).toContain('nul \ufffd bell \ufffd half \ufffd end')
    expect(textsOf(svg)).toContain('"onload="alert(1)')
    expect(textsOf(svg)).toContain('datum["value"] + 1')
  }
})

test('nothing is loaded, whatever a spec asks for', async () => {
  const spec = {
    data: { url: 'http://127.0.0.1:9/data.json' },
    mark: 'point',
    encoding: { x: { field: 'a', type: 'quantitative' } },
  }

  await expect(renderPlot(spec)).rejects.toThrow('a plot may not load')
})

test('ids of different figures do not meet on one page', async () => {
  const clipped = (domain: number) => ({
    description: 'clipped',
    data: { values: [{ a: 1 }, { a: 2 }] },
    mark: { type: 'point', clip: true },
    encoding: { x: { field: 'a', type: 'quantitative', scale: { domain: [0, domain] } } },
  })
  const idsOf = (svg: string) => [...svg.matchAll(/ id="([^"]+)"/g)].map(([, id = '']) => id)

  const [one, two] = [await renderPlot(clipped(1)), await renderPlot(clipped(2))]

  expect(idsOf(one).length).toBeGreaterThan(0)
  expect(idsOf(one).filter((id) => idsOf(two).includes(id))).toEqual([])
  for (const id of idsOf(one)) expect(one).toContain(`url(#${id})`)
})

test('equal specs give equal figures', async () => {
  const spec = bars(['a', 'b'], ['x', 'y'])

  expect(await renderPlot(spec)).toBe(await renderPlot(spec))
})

test('the check for XML finds what is wrong', () => {
  expect(xmlProblem('<a b="1"><c/>text &amp; &#34;</a>')).toBeNull()
  expect(xmlProblem('<a><b></a>')).toContain('closes')
  expect(xmlProblem('<a b="1" b="2"/>')).toContain('twice')
  expect(xmlProblem('<a>a & b</a>')).toContain('bare &')
  expect(xmlProblem('<a>1 < 2</a>')).toContain('bare <')
})
