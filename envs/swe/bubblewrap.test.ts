import { describeWith } from '../../test/describe-with.ts'
import { describeRepairIn } from './real-processes.suite.ts'

describeWith('bubblewrap', 'where bubblewrap is', () => describeRepairIn('bubblewrap'))
