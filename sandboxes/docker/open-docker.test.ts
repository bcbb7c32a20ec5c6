import { afterAll } from 'vitest'
import { describeWith } from '../../test/describe-with.ts'
import { describeSandbox } from '../conformance.suite.ts'
import { endContainers, openDocker } from './index.ts'

afterAll(endContainers)

/** Small: one test takes all memory. */
const limits = { memoryMiB: 192, fileBytes: 64 * 2 ** 20 }

describeWith('docker', 'conformance', () => {
  describeSandbox(
    'docker',
    { deterministic: false, isolated: true, memoryLimit: true, network: 'none' },
    (files = {}, folders = []) => openDocker({ files, folders, limits }),
  )
})
