import { expect, test } from 'vitest'
import { readMarkdown } from './read-markdown.ts'

test('sections begin at headings, and the first of level 1 is the title', () => {
  const page = readMarkdown(
    ['Before.', '# Aldmere #', 'A *town*.', '', '## People', 'Few.', '####### seven', '#none']
      .concat(['### Ada', '', '# Later', 'End.'])
      .join('\n'),
  )

  expect(page).toEqual({
    title: 'Aldmere',
    sections: [
      { heading: '', text: 'Before.\nA *town*.' },
      { heading: 'People', text: 'Few.\n####### seven\n#none' },
      { heading: 'Ada', text: '' },
      { heading: 'Later', text: 'End.' },
    ],
    date: undefined,
  })
})

test('headings may be underlined; rules, tables and lists are none', () => {
  const page = readMarkdown(
    'Aldmere\n=======\n\nA town.\n\nPeople\n---\nFew.\n\n---\n\n- a\n---\nEnd.',
  )

  expect(page.title).toBe('Aldmere')
  expect(page.sections).toEqual([
    { heading: '', text: 'A town.' },
    { heading: 'People', text: 'Few.\n\n---\n\n- a\n---\nEnd.' },
  ])
})

test('signs in code are no headings', () => {
  const page = readMarkdown('# T\n````sh\n# comment\n```\n# more\n````\n## S\n~~~\n# x\n')

  expect(page.sections).toEqual([
    { heading: '', text: '````sh\n# comment\n```\n# more\n````' },
    { heading: 'S', text: '~~~\n# x' },
  ])
})

test('title and date come from front matter, where there is one', () => {
  expect(
    readMarkdown('---\ntitle: "The town"\ndate: 1874-03-02T10:00\n---\n# Other\nText'),
  ).toEqual({
    title: 'The town',
    date: '1874-03-02',
    sections: [{ heading: 'Other', text: 'Text' }],
  })
  expect(readMarkdown('+++\ndate = 1874-03-02\nlastmod = "1900-01-31"\n+++\nText').date).toBe(
    '1900-01-31',
  )
  expect(readMarkdown('---\ndate: 1874-13-02\n---\nText').date).toBeUndefined()
  expect(readMarkdown('---\ndate: 1874-03-02\nno end').sections).toEqual([
    { heading: '', text: '---\ndate: 1874-03-02\nno end' },
  ])
})

test.each([
  ['# a', 'b'],
  ['# a #', 'b #'],
  ['---\nx:', 'y\n---\n'],
  ['a\n-', '-'],
  ['```', '`'],
])('reads %j and %j with any number of spaces between', (before, behind) => {
  const page = readMarkdown(`${before}${' '.repeat(500_000)}${behind}\nLast`)

  expect(page.sections.at(-1)?.text).toMatch(/Last$/)
})
