import { describeWith } from '../../../test/describe-with.ts'
import { describeTfjs } from './tfjs.suite.ts'

describeWith('tensorflow', 'on native TensorFlow', () => describeTfjs('native', { runs: 4 }))
