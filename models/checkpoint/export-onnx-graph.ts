import { writeGraph } from '../engines/onnx/emit/emit.ts'
import { int } from '../engines/onnx/emit/emit-op.ts'
import {
  ELEMENT,
  type Initializer,
  type OnnxGraph,
  type OnnxValue,
} from '../engines/onnx/emit/model.ts'
import { createWriter } from '../engines/onnx/emit/writer.ts'
import { createTracer } from '../ops/trace.ts'
import { inverseFrequencies } from '../transformer/angles.ts'
import type { TransformerConfig } from '../transformer/config.ts'
import { rowsDims } from '../transformer/layout.ts'
import { policyLogits } from '../transformer/policy.ts'
import { parameterShapes } from './parameters.ts'

const layout = { kind: 'rows', blocks: 1 } as const
const { rows, length, tokens } = rowsDims(layout)

/** The graph of a model without its weights, which are initializers under their own names. */
export function inferenceGraph(
  config: TransformerConfig,
  { positionIds }: { readonly positionIds: boolean },
): OnnxGraph {
  const shapes = parameterShapes(config)
  const angle = { dtype: 'float32', shape: [tokens, config.headSize / 2] } as const
  const tracer = createTracer({
    parameters: shapes,
    batch: {
      ids: { dtype: 'int32', shape: [rows, length] },
      segments: { dtype: 'int32', shape: [rows, length] },
      ...{ cos: angle, sin: angle, queryCos: angle, querySin: angle },
      // Every token: as many rows as tokens, in their order.
      rows: { dtype: 'int32', shape: [tokens] },
    },
  })
  const logits = tracer.ops.reshape(policyLogits(tracer, { config, layout }), [
    ...[rows, length, config.vocabularySize],
  ])
  // The operators of ONNX alone: the dialect of GPUs has no others.
  const { onnx: body } = writeGraph(tracer.graph, {
    outputs: [{ name: 'logits', value: logits }],
    device: 'webgpu',
  })
  const names = namesIn(body)
  const before = inputsGraph(config, { positionIds, reserved: names })
  return {
    name: 'palaestra',
    nodes: [...before.nodes, ...body.nodes],
    initializers: once([...before.initializers, ...body.initializers]),
    inputs: before.inputs,
    outputs: [
      {
        ...{ name: 'logits', element: 'float32' },
        shape: ['batch', 'sequence', config.vocabularySize],
      },
    ],
  }
}

/** What our policies are given by the program that lays out their batches, from what other runtimes give. */
function inputsGraph(
  config: TransformerConfig,
  {
    positionIds,
    reserved,
  }: { readonly positionIds: boolean; readonly reserved: readonly string[] },
): OnnxGraph {
  const names = ['input_ids', 'attention_mask', ...(positionIds ? ['position_ids'] : [])]
  const inputs = names.map(
    (name): OnnxValue => ({ name, element: 'int64', shape: ['batch', 'sequence'] }),
  )
  const to = createWriter({
    ...{ contrib: false, reserved: [...names, ...reserved] },
    symbol: (symbol) => symbol,
  })
  to.label('inputs')
  /** A number without axes. */
  const one = (value: number) => to.add('Squeeze', [to.ints([value])])
  const small = (name: string) => to.add('Cast', [name], { to: int(ELEMENT.int32) })
  const counted = () =>
    to.add('Max', [to.add('Sub', [to.add('CumSum', ['attention_mask', one(1)]), one(1)]), one(0)])
  const positions = to.add('Cast', [positionIds ? 'position_ids' : counted()], {
    to: int(ELEMENT.float32),
  })
  const frequencies = inverseFrequencies(config.headSize, config.rope)
  const row = to.add(
    'Concat',
    [...frequencies].map((value) => to.add('Unsqueeze', [to.float(value), to.ints([0])])),
    { axis: int(0) },
  )
  const angles = to.add('Mul', [to.add('Reshape', [positions, to.ints([-1, 1])]), row])
  const [cos, sin] = [to.add('Cos', [angles]), to.add('Sin', [angles])]
  // Angles of queries carry the scale of attention.
  const scale = to.float(1 / Math.sqrt(config.headSize))
  const places = to.add('Range', [one(0), to.add('Size', ['input_ids']), one(1)])
  const output = (name: string, from: string) => ({ name, from, element: 'float32' as const })
  return to.finish(inputs, [
    output('ids', small('input_ids')),
    output('segments', small('attention_mask')),
    output('cos', cos),
    output('sin', sin),
    output('queryCos', to.add('Mul', [cos, scale])),
    output('querySin', to.add('Mul', [sin, scale])),
    output('rows', small(places)),
  ])
}

const namesIn = ({ nodes, initializers, inputs }: OnnxGraph): readonly string[] => [
  ...nodes.flatMap(({ outputs }) => outputs),
  ...inputs.map(({ name }) => name),
  // Constants of both have one name for one value.
  ...initializers.flatMap(({ name }) => (isConstant(name) ? [] : [name])),
]

const isConstant = (name: string): boolean => /^(float|ints|int|bool):/.test(name)

const once = (initializers: readonly Initializer[]): readonly Initializer[] => [
  ...new Map(initializers.map((each) => [each.name, each])).values(),
]
