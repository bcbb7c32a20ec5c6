import { expect, test } from 'vitest'
import { problemOf } from './problem.ts'

const NOW = Date.UTC(2025, 0, 1)
const problem = (status: number, error: unknown, headers: Record<string, string> = {}) =>
  problemOf({
    status,
    headers: new Headers(headers),
    body: typeof error === 'string' ? error : JSON.stringify({ error }),
    now: NOW,
  })

test.each([
  [
    400,
    {
      message: "This model's maximum context length is 8192 tokens. However, you requested 9000.",
      code: 'context_length_exceeded',
    },
    8192,
  ],
  [
    400,
    {
      message:
        "You passed 1015 input tokens and requested 10 output tokens. However, the model's context length is only 1024 tokens, resulting in a maximum input length of 1014 tokens.",
      type: 'BadRequestError',
    },
    1024,
  ],
  [
    500,
    {
      code: 500,
      message: 'the request exceeds the available context size',
      type: 'exceed_context_size_error',
      n_ctx: 256,
    },
    256,
  ],
  [413, { message: 'prompt is too long' }, null],
])('a full context is told from %s %j', (status, error, limit) => {
  expect(problem(status, error)).toMatchObject({ kind: 'overflow', limit })
})

test.each([
  [400, { message: '"auto" tool choice requires --enable-auto-tool-choice' }, 'tools'],
  [400, { message: 'registry/model:1b does not support tools' }, 'tools'],
  [500, { message: 'tools param requires --jinja flag' }, 'tools'],
  [
    400,
    { message: "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead." },
    'max_tokens',
  ],
  [422, { message: 'stream_options: Extra inputs are not permitted' }, 'stream_options'],
])('a field the server does not know is named: %s %j', (status, error, field) => {
  expect(problem(status, error)).toMatchObject({ kind: 'unknown field', field })
})

test.each([
  [{ 'retry-after': '7' }, 7_000],
  [{ 'retry-after': new Date(NOW + 90_000).toUTCString() }, 90_000],
  [{ 'retry-after': new Date(NOW - 90_000).toUTCString() }, 0],
  [{ 'retry-after': '7', 'retry-after-ms': '350' }, 350],
])('the server says when to come back: %j', (headers, waitMs) => {
  expect(problem(429, { message: 'slow down' }, headers)).toEqual({
    kind: 'transient',
    message: 'HTTP 429, slow down',
    waitMs,
  })
})

test.each([429, 500, 502, 503, 504, 529])('%i is worth another try', (status) => {
  expect(problem(status, '<html>busy</html>')).toEqual({
    kind: 'transient',
    message: `HTTP ${status}, <html>busy</html>`,
  })
  expect(problem(status, { message: 'x' }, { 'retry-after': 'soon' })).not.toHaveProperty('waitMs')
})

test('what does not pass by itself is not tried again, and whose fault it is is told', () => {
  expect(problem(429, { message: 'no', code: 'insufficient_quota' })).toMatchObject({
    kind: 'refused',
    fault: 'server',
    message: 'out of quota: HTTP 429, no',
  })
  expect(problem(401, { message: 'bad key' })).toMatchObject({ kind: 'refused', fault: 'request' })
  expect(problem(404, { message: 'no such model' })).toMatchObject({ fault: 'request' })
  expect(problem(307, '', { location: 'https://b.test/v1' })).toMatchObject({
    kind: 'refused',
    message: 'it redirects to https://b.test/v1',
  })
})

test('a long page in the place of an error is cut', () => {
  expect(problem(500, 'x'.repeat(10_000)).message.length).toBeLessThan(600)
})
