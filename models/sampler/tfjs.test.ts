import { openWorkerEngine } from '../engines/worker/engine.ts'
import { describeSampler } from './sampler.suite.ts'

describeSampler(
  'tfjs on wasm',
  () => openWorkerEngine({ engine: 'tfjs', device: 'wasm', threads: 1, reason: 'for a test' }),
  { within: 1e-5 },
)
