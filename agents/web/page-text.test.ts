import { expect, test } from 'vitest'
import { contentOf, readPage } from './page-text.ts'

const observation = `Goal: Do the first thing,
then the second.

Error: button "Go" is covered
Note: A tab was opened
Page: Form (http://a.test/)
Dialog (confirm): Sure?
- main:
  - button "Say \\"hi\\"" [ref=e1] [disabled]
  - combobox "Size" [ref=e2]:
    - option "S" [selected]
    - option "M"
  - textbox "Name" [ref=e3]: Ada: the first
  - text: only words`

test('elements are read with their refs, names, states and values', () => {
  const { items, goal, dialog } = readPage(observation)
  const [main, button, size, small, , name, words] = items

  expect(goal).toBe('Do the first thing,\nthen the second.')
  expect(dialog).toEqual({ kind: 'confirm', message: 'Sure?' })
  expect(button).toMatchObject({ ref: 'e1', role: 'button', name: 'Say "hi"', parent: main })
  expect(button?.attributes.has('disabled')).toBe(true)
  expect(size?.children.map((option) => option.name)).toEqual(['S', 'M'])
  expect(small?.attributes.has('selected')).toBe(true)
  expect(name?.text).toBe('Ada: the first')
  expect(words).toMatchObject({ role: 'text', ref: null, text: 'only words' })
  expect(main && contentOf(main)).toContain('only words')
})

test('what is told of the last action does not count as a change of the page', () => {
  const { look } = readPage(observation)

  expect(readPage(observation.replace('is covered', 'is gone')).look).toBe(look)
  expect(readPage(observation.replace('Ada', 'Eve')).look).not.toBe(look)
})

test('of parts of a message the texts are read', () => {
  const parts = [
    { type: 'text', text: 'Goal: Go\n\n- button "Go" [ref=e1]' },
    { type: 'image', mimeType: 'image/png', data: '' },
  ]

  expect(readPage(parts)).toMatchObject({ goal: 'Go', items: [{ name: 'Go' }] })
})
