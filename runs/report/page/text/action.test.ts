import { expect, test } from 'vitest'
import { nameOfAction, viewAction } from './action.ts'

test('viewAction shows the only text of a tool call as a block without a name', () => {
  expect(viewAction({ tool: 'bash', command: 'ls' })).toEqual({
    tool: 'bash',
    fields: [{ name: '', text: 'ls', isBlock: true }],
    change: null,
  })
})

test('viewAction names several fields and keeps short ones in a line', () => {
  expect(viewAction({ tool: 'view', path: 'a.js', lines: [1, 2], note: 'a\nb' }).fields).toEqual([
    { name: 'path', text: 'a.js', isBlock: false },
    { name: 'lines', text: '[\n  1,\n  2\n]', isBlock: true },
    { name: 'note', text: 'a\nb', isBlock: true },
  ])
})

test('viewAction shows a replaced text as a change', () => {
  expect(viewAction({ tool: 'edit', path: 'a.js', old: 'x', new: 'y' })).toMatchObject({
    fields: [{ name: 'path', text: 'a.js' }],
    change: { before: 'x', after: 'y' },
  })
})

test('viewAction shows actions of any other type', () => {
  expect(viewAction('17').fields).toEqual([{ name: '', text: '17', isBlock: true }])
  expect(viewAction(null).fields).toEqual([{ name: '', text: 'null', isBlock: true }])
  expect(viewAction(undefined).fields).toEqual([])
})

test('nameOfAction is the tool, or the action itself where it is a text', () => {
  expect(nameOfAction({ tool: 'submit' })).toBe('submit')
  expect(nameOfAction(' 42\n')).toBe('42')
  expect(nameOfAction([1])).toBe('action')
})
