import type { NoAttrs } from '../../../ops/definition.ts'
import type { TensorType } from '../../../ops/graph.ts'
import type { HeadGradAttrs } from '../../../ops/log-softmax-gather.ts'
import type { EmitOp } from './emit-op.ts'
import { chunkedHead, chunkedHeadGradients } from './head-chunks.ts'
import { headGradientsOf, headOf } from './head-rows.ts'

const countOfRows = (types: readonly TensorType[]) => types[0]?.shape[0] ?? 1

const logSoftmaxGather: EmitOp<NoAttrs> = ({ to, inputs, types, read, chunkRows }) => {
  const [hidden = '', weight = '', ids = ''] = inputs
  const rows = { hidden, weight, ids }
  if (chunkRows === undefined) return headOf(to, rows)
  return chunkedHead(to, rows, { count: countOfRows(types), chunkRows, read })
}

const logSoftmaxGatherGrad: EmitOp<HeadGradAttrs> = (context) => {
  const { to, inputs, types, attrs, chunkRows } = context
  const [hidden = '', weight = '', ids = '', , logProbs = '', gradient, value] = inputs
  const rows = { hidden, weight, ids }
  const given = gradient && value ? { logProbs, entropy: { gradient, value } } : { logProbs }
  const flows =
    chunkRows === undefined
      ? headGradientsOf(to, rows, given, attrs)
      : chunkedHeadGradients(to, rows, given, {
          ...{ count: countOfRows(types), chunkRows, wanted: attrs },
          weightShape: types[1]?.shape ?? [],
        })
  return [...(attrs.hidden ? [flows.hidden] : []), ...(attrs.weight ? [flows.weight] : [])]
}

export const headOps = { logSoftmaxGather, logSoftmaxGatherGrad }
