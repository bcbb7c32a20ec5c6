export { openVirtual, type VirtualSandboxOptions } from './open-virtual.ts'
export { endWorkers } from './pool.ts'
