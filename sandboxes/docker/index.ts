export { buildImage } from './build-image.ts'
export { imageFacts, pullImage } from './images.ts'
export { dockerOffer, endContainers, openDocker } from './open-docker.ts'
