import { createReferenceEngine } from '../engines/reference.ts'
import { describeReference } from './reference.suite.ts'

describeReference('the reference engine', async () => createReferenceEngine(), {
  logits: 2e-5,
  loss: 1e-6,
  gradients: 1e-5,
})
