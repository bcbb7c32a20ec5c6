import { expect, test } from 'vitest'
import type { Sampling } from '../../sampling.ts'
import { fakeRun, shown, tableOf } from './fake-run.suite.ts'
import { samplingPanel } from './sampling.ts'

const sampling: Sampling = {
  policy: 'sha256:1',
  ...{ engine: 'onnx', device: 'cpu', threads: 2, reason: 'asked for' },
  versions: { 'onnxruntime-node': '1.2.3' },
  ...{ requests: 4, promptTokens: 100, cachedTokens: 60, sampledTokens: 50 },
  ...{ busySeconds: 0.5, ticks: 10, occupancy: 5, queueMs: { mean: 2, max: 9 } },
  tokensPerSecond: 100,
}

test('throughput is that of run.json, with what computed it', async () => {
  const run = fakeRun(samplingPanel, 'a', [{}], { sampling })
  const other = fakeRun(samplingPanel, 'chat', [{}])

  const blocks = await shown(samplingPanel, [run, other])

  const cellsIn = (title: string) => tableOf(blocks, title).rows.map(({ cells }) => cells)
  expect(cellsIn('Throughput')).toEqual([['a', 100, 50, 100, 60, 4, 5, 2, 9]])
  expect(cellsIn('Computed by')).toEqual([
    ['a', 'onnx', 'cpu', 2, 'asked for', 'onnxruntime-node 1.2.3', 'sha256:1'],
  ])
})

test('runs that sampled nothing here have no panel', async () => {
  expect(await samplingPanel.collect([fakeRun(samplingPanel, 'a', [{}])])).toBeNull()
})
