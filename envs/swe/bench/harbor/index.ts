export {
  findHarborTasks,
  type HarborEnvironment,
  type HarborNetwork,
  type HarborTask,
  isHarborTask,
  readHarborTask,
} from './read-task.ts'
export { type HarborReward, MAX_REWARD_BYTES, readReward } from './reward.ts'
export { resolveVariables } from './template.ts'
