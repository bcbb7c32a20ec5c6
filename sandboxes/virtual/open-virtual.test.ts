import { describeSandbox } from '../conformance.suite.ts'
import { openSandbox } from '../open-sandbox.ts'

describeSandbox(
  'virtual',
  { deterministic: true, isolated: true, memoryLimit: true, network: 'none' },
  (files = {}, folders = []) => openSandbox({ kind: 'virtual', files, folders }),
)
