import { afterAll } from 'vitest'
import { closeSandboxes } from '../../../../sandboxes/index.ts'
import { describeWith } from '../../../../test/describe-with.ts'
import { cargoProject } from '../attacks/cargo.ts'
import { describeNative } from './native.suite.ts'
import { cargoTrials } from './native-trials.suite.ts'

describeWith('docker', 'cargo in docker', () => {
  afterAll(() => closeSandboxes())
  describeNative('docker', cargoProject, {
    ...cargoTrials,
    image: 'palaestra-sandbox-toolchains',
  })
})
