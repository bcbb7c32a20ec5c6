export {
  gradeHarbor,
  type HarborEpisode,
  type OpenHarborOptions,
  openHarbor,
  solveHarbor,
} from './episode.ts'
export {
  findHarborTasks,
  type HarborEnvironment,
  type HarborNetwork,
  type HarborTask,
  isHarborTask,
  readHarborTask,
} from './read-task.ts'
export { chooseHarborSandbox } from './requirements.ts'
export { type HarborReward, MAX_REWARD_BYTES, readReward } from './reward.ts'
export { resolveVariables } from './template.ts'
export type { HarborGrade } from './verify.ts'
