/** What is compiled: the games as the package has them, and the loop around them. */
export { envs } from '../../envs/index.ts'
export { openLoop } from './loop.ts'
