import { attend, causalBias } from './attention.ts'
import type { OpDefinition } from './definition.ts'
import {
  abs,
  add,
  constant,
  div,
  equal,
  exp,
  less,
  log,
  maximum,
  minimum,
  mul,
  neg,
  select,
  sigmoid,
  silu,
  sqrt,
  stopGradient,
  sub,
  tanh,
  toFloat,
} from './elementwise.ts'
import { broadcastTo, concat, padZeros, reshape, sizeOf, slice, transpose } from './layout.ts'
import { logSoftmaxGather, logSoftmaxGatherGrad } from './log-softmax-gather.ts'
import { matmul } from './matmul.ts'
import { max, mean, sum } from './reduce.ts'
import { rmsNorm } from './rms-norm.ts'
import { rope } from './rope.ts'
import { gather, scatterAddRows, scatterLast, takeLast } from './rows.ts'
import { logSoftmax, softmax } from './softmax.ts'

/** Every op there is: an engine runs all of them, and no other. */
export const opTable = {
  ...{ abs, add, attend, broadcastTo, causalBias, concat, constant, div, equal, exp, gather, less },
  ...{ log, logSoftmax, logSoftmaxGather, logSoftmaxGatherGrad, matmul, max, maximum, mean },
  ...{ minimum, mul, neg, padZeros, reshape, rmsNorm, rope, scatterAddRows, scatterLast, select },
  ...{ sigmoid, silu, sizeOf, slice, softmax, sqrt, stopGradient, sub, sum, takeLast, tanh },
  ...{ toFloat, transpose },
}

export type OpName = keyof typeof opTable
export type AttrsOf<K extends OpName> =
  (typeof opTable)[K] extends OpDefinition<infer A> ? A : never

/** The definition of an op by its name, where the name is known only when it runs. */
export const definitionOf = (op: OpName): OpDefinition<never> => opTable[op]
export const opNames = Object.keys(opTable) as readonly OpName[]
