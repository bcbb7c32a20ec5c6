import { afterAll } from 'vitest'
import { describeWith } from '../../test/describe-with.ts'
import { describeSandbox } from '../conformance.suite.ts'
import { closeSandboxes, openSandbox } from '../open-sandbox.ts'

describeWith('bubblewrap', 'bubblewrap', () => {
  afterAll(() => closeSandboxes())

  describeSandbox(
    'bubblewrap',
    { deterministic: false, isolated: true, memoryLimit: true, network: 'none' },
    (files = {}, folders = []) =>
      openSandbox({ kind: 'bubblewrap', limits: { memoryMiB: 256 }, files, folders }),
  )
})
