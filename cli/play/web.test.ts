import { expect, test } from 'vitest'
import { z } from 'zod'
import { ConfigError, defineEnv, text } from '../../core/index.ts'
import { solved } from '../../rewards/index.ts'
import { coloursFor } from '../format.ts'
import type { Lines } from './lines.ts'
import type { Screen } from './show.ts'
import { type PersonCapture, windowOptions, withWindow } from './web.ts'

const envOf = (id: string, shape: z.ZodRawShape) =>
  defineEnv({
    ...{ id, state: 'data', options: z.strictObject(shape) as z.ZodType<object, object> },
    ...{ observationSpace: text(), actionSpace: text(), rewards: { sparse: solved() } },
    maxEpisodeSteps: 1,
    reset: () => ({ state: {}, observation: '' }),
    step: () => ({ observation: '', signals: { solved: true } }),
  })
const web = envOf('web/Page-v0', { headed: z.boolean().default(false) })
const withDisplay = { platform: 'linux', env: { DISPLAY: ':1' } }
const without = { platform: 'linux', env: {} }

test('shows the window of web envs unless told otherwise', () => {
  expect(windowOptions(web, { a: 1 }, withDisplay)).toEqual({ a: 1, headed: true })
  expect(windowOptions(web, {}, { platform: 'darwin', env: {} })).toEqual({ headed: true })
  expect(windowOptions(web, { headed: false }, without)).toEqual({ headed: false })
  expect(windowOptions(envOf('web/Replay-v0', {}), {}, without)).toEqual({})
  expect(windowOptions(envOf('text/Game-v0', {}), {}, without)).toEqual({})
})

test('says in one line what to do without a display', () => {
  const opened = () => windowOptions(web, {}, without)

  expect(opened).toThrow(ConfigError)
  expect(opened).toThrow(
    `Cannot open a window to play web/Page-v0 in: there is no display (run it below xvfb-run, or play in the terminal with --options '{"headed":false}')`,
  )
})

/** A terminal and a person in the window, told what to do one after the other. */
function playing(isInteractive = true) {
  const waiting: ((line: string | null) => void)[] = []
  const prompts: string[] = []
  const said: string[] = []
  let act: ((captured: { action: unknown } | { note: string }) => void) | null = null
  let fail: ((error: Error) => void) | null = null
  let listening = 0
  const lines: Lines = {
    interactive: isInteractive,
    next(prompt) {
      prompts.push(prompt)
      return new Promise((take) => void waiting.push(take))
    },
    interrupted: () => false,
    close() {},
  }
  const person: PersonCapture = {
    next(signal) {
      listening++
      return new Promise((resolve, reject) => {
        act = resolve
        fail = reject
        signal.addEventListener('abort', () => resolve(null))
      }).finally(() => listening--) as ReturnType<PersonCapture['next']>
    },
  }
  const screen: Screen = {
    colours: coloursFor(process.stdout),
    say: () => {},
    remark: (line) => void said.push(line.trim()),
  }
  return {
    lines: withWindow(lines, { capture: () => person, screen, prompt: '> ' }),
    type: (line: string | null) => waiting.at(-1)?.(line),
    act: (captured: { action: unknown } | { note: string }) => act?.(captured),
    fail: (error: Error) => fail?.(error),
    listening: () => listening,
    ...{ prompts, said },
  }
}

test('takes what is done in the window as the line that would do the same', async () => {
  const { lines, act, said } = playing()

  const next = lines.next('> ')
  act({ action: { tool: 'click', ref: 'e5' } })

  expect(await next).toBe('{"tool":"click","ref":"e5"}')
  expect(said).toEqual(['In the window: {"tool":"click","ref":"e5"}'])
})

test('takes typed lines all the same, and then listens to the window no more', async () => {
  const { lines, type, listening } = playing()

  const next = lines.next('> ')
  expect(listening()).toBe(1)
  type('{"tool":"back"}')

  expect(await next).toBe('{"tool":"back"}')
  expect(listening()).toBe(0)
})

test('loses no line that is typed while an action is done', async () => {
  const { lines, type, act } = playing()
  const first = lines.next('> ')
  act({ action: { tool: 'back' } })
  await first

  type('/score')
  await Promise.resolve()

  expect(await lines.next('> ')).toBe('/score')
})

test('leaves questions to the terminal, and all of it where nobody sits there', async () => {
  const asking = playing()
  const piped = playing(false)

  const answers = [asking.lines.next('Save it? '), piped.lines.next('> ')]
  asking.type('y')
  piped.type('/quit')

  expect(await Promise.all(answers)).toEqual(['y', '/quit'])
  expect([asking.listening(), piped.listening()]).toEqual([0, 0])
  expect(asking.prompts).toEqual(['Save it? '])
})

test('shows a remark and goes on, and goes on in the terminal where the window is lost', async () => {
  const { lines, type, act, fail, said } = playing()
  const next = lines.next('> ')

  act({ note: 'Files are chosen here' })
  await expect.poll(() => said).toEqual(['Files are chosen here'])
  fail(new Error('the browser died'))
  await expect.poll(() => said).toHaveLength(2)
  type('/quit')

  expect(await next).toBe('/quit')
  expect(said[1]).toBe('The window is not listened to: the browser died')
})
