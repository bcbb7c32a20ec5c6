import { describeEngine } from '../engine.suite.ts'
import { openWorkerEngine } from '../worker/engine.ts'

describeEngine('engine tfjs on native TensorFlow', () =>
  openWorkerEngine({ engine: 'tfjs', device: 'native-cpu', threads: 1, reason: 'for a test' }),
)
