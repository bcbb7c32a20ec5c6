import { z } from 'zod'
import { ConfigError, createRng, deriveSeed, hashJson, type TaskList } from '../../../core/index.ts'
import { withHash } from '../../split-tasks.ts'
import type { Level, MicroTask } from './kind.ts'
import { microKinds } from './kinds.ts'

export const MICRO_ID = 'web/Micro-v0'
/** Moves when equal ids begin to mean other tasks. */
const GENERATOR = 1
/** Of every twelve instances of a kind, these many are for training; two each for validation and test. */
const BLOCK = 12
const TRAIN = 8

export const microOptions = {
  instances: z
    .int()
    .min(1)
    .max(10_000)
    .default(BLOCK)
    .describe('Tasks of each kind; of every twelve, two each are for validation and test'),
} as const
export type MicroOptions = z.output<z.ZodObject<typeof microOptions>>

/** Instances of every kind, by ids as `date-picker/3`. Which split one is in does not hang on how many there are. */
export const microTasks: TaskList<MicroOptions> = {
  list: ({ instances }) =>
    microKinds.flatMap(({ kind }) =>
      Array.from({ length: instances }, (_, index) =>
        withHash(
          {
            ...{ id: `${kind}/${index}`, kind, split: splitOf(index) },
            difficulty: levelOf(index),
          },
          hashOf,
        ),
      ),
    ),
  identity: ({ instances }) => hashJson([MICRO_ID, GENERATOR, instances]),
}

/** The task behind an id: the same every time, but with a state of its own. */
export function microTaskOf(id: string): MicroTask {
  const [kind = '', index = ''] = id.split('/')
  const found = microKinds.find((each) => each.kind === kind)
  if (!found || !/^\d+$/.test(index)) {
    throw new ConfigError(`Cannot find task ${id} of ${MICRO_ID} (give an id as fill-form/0)`)
  }
  const rng = createRng(deriveSeed(0, MICRO_ID, kind, Number(index)))
  return found.pose(rng, levelOf(Number(index)))
}

const levelOf = (index: number): Level => ((index % 3) + 1) as Level
const splitOf = (index: number) => {
  const place = index % BLOCK
  return place < TRAIN ? 'train' : place < TRAIN + 2 ? 'validation' : 'test'
}

function hashOf(id: string): string {
  const { goal, title, main, data = null, expected = null, answer = null } = microTaskOf(id)
  return hashJson([goal, title, String(main), data, expected && { ...expected }, answer])
}
