import { expect, test } from 'vitest'
import { observationImages, observationText } from './observed.ts'

const image = { type: 'image', mimeType: 'image/png', data: 'AA==' } as const

test('text is read word for word, and has no pictures', () => {
  expect(observationText('{"a": 1}')).toBe('{"a": 1}')
  expect(observationImages('a')).toEqual([])
})

test('of parts the texts are read, and the pictures seen', () => {
  const parts = [{ type: 'text', text: 'one' }, image, { type: 'text', text: 'two' }]

  expect(observationText(parts)).toBe('one\ntwo')
  expect(observationImages(parts)).toEqual([image])
})

test('of an object with a text, that text is read', () => {
  expect(observationText({ text: 'Two hits.', hits: [{ page: 'a' }] })).toBe('Two hits.')
  expect(observationImages({ text: 'Two hits.' })).toEqual([])
})

test('anything else is JSON, also a list that only looks like parts', () => {
  for (const value of [{ a: 1 }, { text: 1 }, [1, 2], [], null, [{ type: 'text' }], [image, 1]]) {
    expect(observationText(value)).toBe(JSON.stringify(value))
    expect(observationImages(value)).toEqual([])
  }
})
