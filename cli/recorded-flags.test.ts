import { expect, test } from 'vitest'
import { withPortablePaths } from './fixture-options.ts'
import { sourceFor } from './recorded-flags.ts'

test('a recording says no secret of a command line, and nothing of this machine', () => {
  const source = sourceFor(
    '/recordings/mini',
    {
      env: '/env.ts',
      seed: 4,
      baseUrl: 'http://ada:Zq9vTest55Secret77@host/v1?api_key=Zq9vTest55Secret78',
      body: '{"password":"Zq9vTest55Secret79"}',
      record: '/recordings/mini',
      tasks: '/home/ada/tasks',
    },
    [],
  )

  expect(source).toEqual({
    env: '../../env.ts',
    seed: 4,
    baseUrl: expect.stringMatching(/^http:.+host\/v1\?api_key=redacted/),
    body: expect.stringMatching(/^\{"password":"redacted/),
  })
  expect(JSON.stringify(source)).not.toContain('Secret')
})

test('only options that are files are kept as they are from here', () => {
  const inside = `${process.cwd()}/data`

  expect(withPortablePaths({ tasks: inside, predictions: '/p', home: inside })).toEqual({
    tasks: 'data',
    predictions: '/p',
    home: inside,
  })
})
