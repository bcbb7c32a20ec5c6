export { endHost } from '../host/end-host.ts'
export { bubblewrapOffer, openBubblewrap } from './open-bubblewrap.ts'
