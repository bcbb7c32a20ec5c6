import { describeWith } from '../../test/describe-with.ts'
import { openWorkerEngine } from '../engines/worker/engine.ts'
import { describeSampler } from './sampler.suite.ts'

describeWith('tensorflow', 'on native TensorFlow', () => {
  describeSampler(
    'tfjs on native TensorFlow',
    () =>
      openWorkerEngine({
        ...{ engine: 'tfjs', device: 'native-cpu', threads: 1, reason: 'for a test' },
      }),
    { within: 1e-5 },
  )
})
