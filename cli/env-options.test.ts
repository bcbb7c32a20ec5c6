import { expect, test } from 'vitest'
import { z } from 'zod'
import { type AnyDef, defineEnv, text } from '../core/index.ts'
import { solved } from '../rewards/index.ts'
import { assertDifficultyOption, envOptions } from './env-options.ts'

function envWith(options?: AnyDef['options']): AnyDef {
  return defineEnv({
    id: 'test/Options-v0',
    state: 'data',
    ...(options ? { options } : {}),
    observationSpace: text(),
    actionSpace: text(),
    rewards: { sparse: solved() },
    maxEpisodeSteps: 1,
    reset: () => ({ state: null, observation: '' }),
    step: () => ({ observation: '', signals: { solved: true } }),
  })
}
const full = envWith(
  z.strictObject({
    sandbox: z.enum(['auto', 'virtual', 'process']).default('auto'),
    unsafeProcess: z.boolean().optional(),
    tasks: z.string().optional(),
    range: z.int().optional(),
  }),
)

test('flags become options of the env, beside its own', () => {
  expect(envOptions(full, { sandbox: 'virtual', tasks: '.', options: '{"range":3}' })).toEqual({
    sandbox: 'virtual',
    tasks: process.cwd(),
    range: 3,
  })
  expect(envOptions(envWith(), {})).toEqual({})
})

test('a flag the env has no use for is refused', () => {
  const sized = envWith(z.strictObject({ size: z.int().default(1) }))

  for (const definition of [envWith(), sized]) {
    expect(() => envOptions(definition, { sandbox: 'virtual' })).toThrow(
      'Cannot use --sandbox with test/Options-v0: the env has no such option (leave --sandbox out)',
    )
  }
})

test('tasks that are not there and options that are no object are refused', () => {
  expect(() => envOptions(full, { tasks: './nowhere' })).toThrow('no such file or folder')
  expect(() => envOptions(full, { options: '[1]' })).toThrow('it is not a JSON object')
  expect(() => envOptions(full, { options: '{' })).toThrow('it is not a JSON object')
})

test('the sandbox that protects nothing is opened for its own flag alone', () => {
  expect(envOptions(full, { unsafeProcess: true })).toEqual({
    sandbox: 'process',
    unsafeProcess: true,
  })
  expect(envOptions(full, { unsafeProcess: false })).toEqual({})
  expect(() => envOptions(full, { sandbox: 'process' })).toThrow('add --unsafe-process')
  expect(() => envOptions(full, { sandbox: 'virtual', unsafeProcess: true })).toThrow(
    'Cannot use --unsafe-process with --sandbox virtual',
  )
  expect(() => envOptions(envWith(), { unsafeProcess: true })).toThrow(
    'Cannot use --unsafe-process with test/Options-v0: the env has no such option',
  )
})

test('a difficulty is an option where the env has one, and may be said only once', () => {
  const levelled = envWith(z.strictObject({ difficulty: z.enum(['easy', 'hard']).default('easy') }))

  expect(envOptions(levelled, { difficulty: 'hard' })).toEqual({ difficulty: 'hard' })
  expect(envOptions(full, { difficulty: 'hard' })).toEqual({})
  expect(() =>
    envOptions(levelled, { difficulty: 'hard', options: '{"difficulty":"easy"}' }),
  ).toThrow('Cannot use --difficulty hard: --options say "easy" (leave one of them out)')
})

test('where a difficulty can only be an option, an env without one refuses it', () => {
  const levelled = envWith(z.strictObject({ difficulty: z.enum(['easy', 'hard']).default('easy') }))

  expect(() => assertDifficultyOption(levelled, 'hard')).not.toThrow()
  expect(() => assertDifficultyOption(full, undefined)).not.toThrow()
  expect(() => assertDifficultyOption(full, 'hard')).toThrow(
    'Cannot use --difficulty hard with test/Options-v0: the env has no such option (leave --difficulty out)',
  )
})
