import { expect, test } from 'vitest'
import type { AnyDef, RewardTerm } from '../core/index.ts'
import { askedReward, checkServed, recordedServices } from './reward-services.ts'

const needing = (...needs: NonNullable<RewardTerm<never>['needs']>): RewardTerm<never> => ({
  spec: { kind: 'custom', name: 'any' },
  needs,
})
const definition: Pick<AnyDef, 'id' | 'rewards'> = {
  id: 'test/Any-v0',
  rewards: { sparse: needing(), igpo: needing('logProbs'), judged: needing('judge', 'logProbs') },
}

test('a reward that asks a model is refused in one line where the agent brings none', () => {
  const refusal = (name: string | undefined, agent: string) => () =>
    checkServed(askedReward(definition, name), agent === 'policy' ? ['logProbs'] : [], agent)

  expect(refusal('igpo', 'hop')).toThrow(
    'Cannot run test/Any-v0 with the reward igpo: it needs a model that scores log-probabilities, which the agent hop does not bring (use --agent policy --model <folder>, or another --reward)',
  )
  expect(refusal('judged', 'policy')).toThrow(
    'it needs a judge, which the agent policy does not bring (choose another --reward)',
  )
  expect(refusal('igpo', 'policy')).not.toThrow()
  expect(refusal(undefined, 'hop')).not.toThrow()
  // The run itself tells that there is no such reward.
  expect(refusal('igpo2', 'hop')).not.toThrow()
})

test('a replay has the services that its reward needs, and they ask nobody', async () => {
  const { logProbs, judge } = recordedServices(askedReward(definition, 'judged'))

  await expect(logProbs?.score([1], [[2]])).rejects.toThrow('Cannot ask a model in a replay')
  await expect(judge?.judge({ rubric: '', material: '' })).rejects.toThrow('in a replay')
  expect(recordedServices(askedReward(definition, 'sparse'))).toEqual({})
})
