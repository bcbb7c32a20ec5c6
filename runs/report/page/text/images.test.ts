import { expect, test } from 'vitest'
import { imageOf, takeImages } from './images.ts'

test('imageOf shows pictures by their bytes or their file', () => {
  expect(imageOf({ type: 'image', mimeType: 'image/png', data: 'iVBORw0=' })).toEqual({
    url: 'data:image/png;base64,iVBORw0=',
  })
  expect(imageOf({ type: 'image', mimeType: 'image/jpeg', path: 'frames/1.jpg' })).toEqual({
    path: 'frames/1.jpg',
  })
})

test('imageOf shows nothing that is no picture', () => {
  const html = { type: 'image', mimeType: 'text/html', data: 'PHNjcmlwdD4=' }
  const smuggled = { type: 'image', mimeType: 'image/png', data: 'x" onerror="alert(1)' }

  for (const value of [html, smuggled, { type: 'text' }, null, 'image', [1], { type: 'image' }]) {
    expect(imageOf(value)).toBeNull()
  }
})

test('takeImages leaves a name where a picture was', () => {
  const image = { type: 'image', mimeType: 'image/gif', path: 'a.gif' }

  expect(takeImages([{ type: 'text', text: 'see' }, { deep: image }, image])).toEqual({
    rest: [{ type: 'text', text: 'see' }, { deep: '[image 1]' }, '[image 2]'],
    images: [{ path: 'a.gif' }, { path: 'a.gif' }],
  })
})
