import { describeEngine } from '../engine.suite.ts'
import { openWorkerEngine } from '../worker/engine.ts'

describeEngine('engine tfjs on wasm', () =>
  openWorkerEngine({ engine: 'tfjs', device: 'wasm', threads: 1, reason: 'for a test' }),
)
