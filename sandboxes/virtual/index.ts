export { openVirtual } from './open-virtual.ts'
export { endWorkers } from './pool.ts'
