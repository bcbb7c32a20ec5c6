import { describeWith } from '../../../test/describe-with.ts'
import { describeReference } from '../../reference-values/reference.suite.ts'
import { openWorkerEngine } from '../worker/engine.ts'
import { describeAgreement } from './agreement.suite.ts'

const open = () =>
  openWorkerEngine({ engine: 'tfjs', device: 'native-cpu', threads: 1, reason: 'for a test' })

describeWith('tensorflow', 'on native TensorFlow', () => {
  describeAgreement('engine tfjs', open)
  describeReference('engine tfjs', open, { ...{ logits: 2e-4, loss: 1e-4, gradients: 1e-4 } })
})
