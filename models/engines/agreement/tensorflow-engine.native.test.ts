import { describeWith } from '../../../test/describe-with.ts'
import { describeEngine } from '../engine.suite.ts'
import { openWorkerEngine } from '../worker/engine.ts'

describeWith('tensorflow', 'on native TensorFlow', () => {
  describeEngine('engine tfjs', () =>
    openWorkerEngine({ engine: 'tfjs', device: 'native-cpu', threads: 1, reason: 'for a test' }),
  )
})
