import { createBlocks } from './blocks.ts'
import { createElementwise } from './elementwise.ts'
import type { Executors } from './executor.ts'
import { createHead } from './head.ts'
import { createLayout } from './layout.ts'
import type { Tfjs } from './load-tensorflow.ts'
import { createRows, rowExecutors } from './rows.ts'

/** Every op on TensorFlow.js. */
export function createExecutors(tf: Tfjs, logitsLimit?: number): Executors {
  const rows = createRows(tf)
  return {
    ...createElementwise(tf),
    ...createLayout(tf),
    ...createBlocks(tf),
    ...rowExecutors(rows),
    ...createHead(tf, rows, logitsLimit),
  }
}
