import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readHtml } from './read-html.ts'

test('what a reader sees is text, in sections by headings', () => {
  const page = readHtml(`<!DOCTYPE html><html><head><title>Aldmere &amp; more</title>
    <meta name="date" content="1874-03-02"><meta property='article:modified_time' content='1900-01-31T08:00Z'>
    <style>p > a { color: red }</style><script>document.write("<h1>no</h1>")</script></head>
    <body><h1>Aldmere</h1><p>A <b>small</b>
    town.</p><p title="a > b">On the sea<br>and a river.</p>
    <!-- <h2>not here</h2> --><h2 class=x>Its <i>people</i></h2>
    <ul><li>Ada</li><li>Bo</li></ul><table><tr><td>1</td><td>2</td></tr></table>
    <pre>  one
    two</pre><h4>Small</h4>end</body></html>`)

  expect(page.title).toBe('Aldmere & more')
  expect(page.date).toBe('1900-01-31')
  expect(page.sections.map(({ heading }) => heading)).toEqual(['', 'Its people'])
  expect(page.sections[0]?.text).toBe('A small town.\n\nOn the sea\nand a river.')
  expect(page.sections[1]?.text).toBe('Ada\n\nBo\n\n1 2\n\n  one\n    two\n\nSmall\nend')
})

test('the first h1 is the title of a page without one', () => {
  expect(readHtml('<h1>Oster</h1>A town.<h1>More</h1>Text')).toEqual({
    title: 'Oster',
    sections: [
      { heading: '', text: 'A town.' },
      { heading: 'More', text: 'Text' },
    ],
    date: undefined,
  })
})

test('character references are characters, and what is none stays', () => {
  const page = readHtml(
    '&lt;b&gt; &eacute;&#233;&#xE9; &yuml; &unknown; AT&T &#0; &#x110000; &mdash;',
  )

  expect(page.sections[0]?.text).toBe('<b> ééé ÿ &unknown; AT&T \ufffd \ufffd —')
})

test('scripts, styles and drawings hide nothing behind them', () => {
  const page = readHtml(
    'a<script>if (1 < 2) "</scripts>"</script >b<STYLE>x</Style>c<svg><title>no</title></svg>d<script>e',
  )

  expect(page).toMatchObject({ title: '', sections: [{ heading: '', text: 'abcd' }] })
})

test('broken markup is text, and never throws', () => {
  expect(readHtml('1 < 2 and <a href="x>y').sections).toEqual([
    { heading: '', text: '1 < 2 and <a href="x>y' },
  ])
  const pieces = fc.constantFrom(
    ...'< > </ " \' <h1 <p> <!-- --> <script> a &amp & = <title>'.split(' '),
  )
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 40 }), (parts) => {
      const { sections } = readHtml(parts.join(''))
      for (const { heading, text } of sections) expect(heading + text).not.toBe('')
    }),
  )
})

test.each([
  ['tags', '<div><p>a <b>b</b> c</p><br></div>\n', 60_000],
  ['spaces', '<pre> </pre>', 60_000],
  ['spaces in one row', ' ', 500_000],
])('reads a page of many %s in time that grows with its length alone', (_, piece, times) => {
  const { sections } = readHtml(`<pre>x${piece.repeat(times)}y</pre>`)

  const words = sections[0]?.text.match(/\S+/g)?.length ?? 0
  expect(words).toBe(2 + (piece.match(/\b[abc]\b(?!>)/g)?.length ?? 0) * times)
})

test.each(['<a href="x ', '<a ', '<a<', '<a "', '<a \'" ', '<!x', '<h1>a', '&#', '"<a title=\''])(
  'reads a page of nothing but %j',
  (piece) => {
    expect(readHtml(`<p>first</p>${piece.repeat(100_000)}`).sections[0]?.text).toContain('first')
  },
)

test('a picture within the page is no text of it, however large', () => {
  const picture = `<img src="data:image/png;base64,${'A'.repeat(200_000)}">`

  expect(readHtml(`<p>a</p>${picture}<p>b</p>`).sections[0]?.text).toBe('a\n\nb')
})
