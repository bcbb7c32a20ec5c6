import { describeSandbox } from '../conformance.suite.ts'
import { openSandbox } from '../open-sandbox.ts'

describeSandbox('virtual', (files = {}) => openSandbox({ kind: 'virtual', files }))
