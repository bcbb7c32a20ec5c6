export { dockerOffer, endContainers, openDocker } from './open-docker.ts'
