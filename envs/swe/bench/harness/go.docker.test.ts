import { afterAll } from 'vitest'
import { closeSandboxes } from '../../../../sandboxes/index.ts'
import { describeWith } from '../../../../test/describe-with.ts'
import { goProject } from '../attacks/go.ts'
import { describeNative } from './native.suite.ts'
import { goTrials } from './native-trials.suite.ts'

describeWith('docker', 'go in docker', () => {
  afterAll(() => closeSandboxes())
  describeNative('docker', goProject, {
    ...goTrials,
    image: 'palaestra-sandbox-toolchains',
  })
})
