import { expectTypeOf, test } from 'vitest'
import type { counter } from './counter.suite.ts'
import type { makeWorkerVector, VectorEnv, VectorLoop, WorkerVectorOptions } from './index.ts'

type Move = 'up' | 'wait' | 'roll'

test('a vector in one thread is a loop whose envs are at hand', () => {
  expectTypeOf<VectorEnv<string, Move>>().toExtend<VectorLoop<string, Move>>()
  expectTypeOf<VectorLoop<string, Move>>().not.toHaveProperty('envs')
})

test('actions, options and presets of a vector over threads follow from the definition', () => {
  expectTypeOf<ReturnType<typeof makeWorkerVector<typeof counter>>>().resolves.toEqualTypeOf<
    VectorLoop<string, Move>
  >()
  expectTypeOf<WorkerVectorOptions<typeof counter>['reward']>().toEqualTypeOf<
    'sparse' | 'dense' | undefined
  >()
})
