export { openVirtual, virtualOffer } from './open-virtual.ts'
export { endWorkers } from './pool.ts'
