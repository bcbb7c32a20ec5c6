import { expect, test } from 'vitest'
import type { SftStart } from '../../trainers/index.ts'
import { describeProgress, describeStart } from './sft-output.ts'

const start: SftStart = {
  ...{ dir: 'run', seed: 0, stepsDone: 0 },
  engine: { engine: 'onnx', device: 'cpu', threads: 1, reason: 'asked for', versions: {} },
  policy: { model: 'tiny', family: 'llama', parameters: 1024, trained: 1024, vocabularySize: 100 },
  data: {
    ...{ kind: 'episodes', items: 1200, of: 2000, sampled: 0, sequences: 1100, heldOut: 100 },
    ...{ tokens: 16_954, policyTokens: 1875, longest: 122, tooLong: 0, hash: '' },
  },
  plan: { steps: 1, stepsPerEpoch: 69, warmupSteps: 1, evalEvery: 1 },
}

test('the start says what is read, and what of it the policy said', () => {
  expect(describeStart(start)).toBe(
    'tiny (llama, 1,024 parameters) on 1,200 of 2,000 episodes: 1,100 sequences and 100 held out, 16,954 tokens, 1,875 of them said by the policy\n1 step, onnx on cpu, 1 thread (asked for), in run',
  )
  const text = { ...start, data: { ...start.data, kind: 'text', items: 1, of: 1 } } as const
  expect(describeStart(text)).toMatch(/ on 1 document: .* held out, 16,954 tokens\n/)
})

test('progress fits 60 columns beside its bar', () => {
  const line = describeProgress({
    ...{ done: 17, total: 300, loss: 3.7461, skipped: 0, seconds: 3 },
    ...{ tokensPerSecond: 20_888, etaSeconds: 44 },
  })

  expect(line).toBe('17/300  loss 3.746  20,888 tok/s  ETA 44 s')
  expect(line.length + 17).toBeLessThan(60)
})
