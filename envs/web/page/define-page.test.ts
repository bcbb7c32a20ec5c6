import { expect, test } from 'vitest'
import { definePage } from './define-page.ts'

const page = { id: 'my/Page-v0', goal: 'Look.', validate: () => false } as const

test('refuses addresses that nothing can answer', () => {
  const define = (url: string, hosts: readonly string[] = []) => definePage({ ...page, url, hosts })

  expect(() => define('example.com')).toThrow(
    'Cannot define env my/Page-v0: "example.com" is no address (begin with http://)',
  )
  expect(() => define('file:///etc/passwd')).toThrow('is not of the web')
  expect(() => define('https://example.com/')).toThrow('(add example.com to hosts, or give a site)')
  expect(define('https://www.example.com/', ['*.example.com']).id).toBe('my/Page-v0')
})

test('expects no solution where its author gave none', () => {
  expect(definePage({ ...page, url: 'http://a.test/', site: () => ({}) }).expect).toMatchObject({
    gold: { none: 'its author gave no solution' },
  })
})
