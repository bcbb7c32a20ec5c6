export { endHost } from '../host/end-host.ts'
export { openProcess } from './open-process.ts'
