import type { Sampling } from '../../sampling.ts'
import { definePanel } from '../panel.ts'
import { tableOf } from './tables.ts'

interface RunSampled extends Sampling {
  readonly run: string
}

/** How fast tokens were drawn, and with what, where the run did that itself. */
export const samplingPanel = definePanel<undefined, { readonly runs: readonly RunSampled[] }>({
  id: 'sampling',
  title: 'Sampling',
  collect(runs) {
    const sampled = runs.flatMap(({ label, file: { sampling } }) =>
      sampling ? [{ run: label, ...sampling }] : [],
    )
    return sampled.length > 0 ? { runs: sampled } : null
  },
  show: ({ runs }) => [
    {
      kind: 'table',
      title: 'Throughput',
      table: tableOf<RunSampled>(
        [
          ['Run', 'text', ({ run }) => run],
          ['Tokens a second', 'number', ({ tokensPerSecond }) => tokensPerSecond],
          ['Sampled tokens', 'integer', ({ sampledTokens }) => sampledTokens],
          ['Prompt tokens', 'integer', ({ promptTokens }) => promptTokens],
          ['of them cached', 'integer', ({ cachedTokens }) => cachedTokens],
          ['Requests', 'integer', ({ requests }) => requests],
          ['Requests a batch', 'number', ({ occupancy }) => occupancy],
          ['Queue, mean', 'ms', ({ queueMs }) => queueMs.mean],
          ['Queue, most', 'ms', ({ queueMs }) => queueMs.max],
        ],
        runs,
      ),
    },
    {
      kind: 'table',
      title: 'Computed by',
      table: tableOf<RunSampled>(
        [
          ['Run', 'text', ({ run }) => run],
          ['Engine', 'text', ({ engine }) => engine],
          ['Device', 'text', ({ device }) => device],
          ['Threads', 'integer', ({ threads }) => threads],
          ['Why', 'text', ({ reason }) => reason],
          ['Versions', 'text', ({ versions }) => listed(versions)],
          ['Policy', 'text', ({ policy }) => policy],
        ],
        runs,
      ),
    },
  ],
})

const listed = (versions: Sampling['versions']): string =>
  Object.entries(versions)
    .map(([name, version]) => `${name} ${version}`)
    .join(', ')
