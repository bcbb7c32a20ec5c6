import { openEngine } from '../engines/open-engine.ts'
import { createReferenceEngine } from '../engines/reference.ts'
import { describeSampler } from './sampler.suite.ts'

describeSampler('the reference engine', async () => createReferenceEngine(), { within: 2e-6 })
describeSampler('onnx', () => openEngine({ engine: 'onnx', device: 'cpu', threads: 1 }), {
  within: 1e-5,
})
