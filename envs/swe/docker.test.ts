import { describeWith } from '../../test/describe-with.ts'
import { describeRepairIn } from './real-processes.suite.ts'

describeWith('docker', 'where a Docker daemon is', () => describeRepairIn('docker'))
