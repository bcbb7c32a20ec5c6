import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import {
  AgentError,
  ConfigError,
  classifyError,
  DeadlineError,
  EnvError,
  errorClasses,
  JudgeError,
  ModelError,
  messageOf,
  ReplayError,
  ResetNeededError,
  RewardError,
  SandboxError,
} from './index.ts'

const all = [
  ConfigError,
  EnvError,
  ResetNeededError,
  SandboxError,
  ModelError,
  JudgeError,
  AgentError,
  RewardError,
  ReplayError,
  DeadlineError,
]

test('every error keeps its class at any boundary, and its cause', () => {
  const cause = new Error('below')
  const errors = all.map((Class) => new Class('Cannot do it', { cause }))

  expect(errors.map((error) => error.name)).toEqual(errorClasses)
  expect(errors.map((error) => classifyError(error, 'EnvError'))).toEqual(errorClasses)
  expect(errors.every((error) => error.cause === cause)).toBe(true)
})

test('what somebody else threw belongs to the boundary it was caught at', () => {
  for (const thrown of [new TypeError('x'), 'text', null, undefined, 5, { message: 'm' }]) {
    expect(classifyError(thrown, 'AgentError')).toBe('AgentError')
  }
})

test('an error of another realm or module copy is known by its name', () => {
  const foreign: unknown = runInNewContext(
    "Object.assign(new Error('the container died'), { name: 'SandboxError' })",
  )

  expect(foreign instanceof Error).toBe(false)
  expect(classifyError(foreign, 'EnvError')).toBe('SandboxError')
  expect(messageOf(foreign)).toBe('the container died')
})

test('an error that crossed a thread keeps its class', () => {
  const crossed = { ...structuredClone(new Error('gone')), name: 'SandboxError', message: 'gone' }

  expect(classifyError(crossed, 'EnvError')).toBe('SandboxError')
})

test('the message of anything is one string', () => {
  expect([messageOf(new Error('a')), messageOf('b'), messageOf(null), messageOf(3)]).toEqual([
    'a',
    'b',
    'null',
    '3',
  ])
})
