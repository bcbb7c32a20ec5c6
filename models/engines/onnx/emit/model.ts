import type { Shape } from '../../../ops/dims.ts'
import {
  bytesField,
  type Encoded,
  floatField,
  intField,
  join,
  message,
  messageField,
  stringField,
} from './protobuf.ts'

/** `TensorProto.DataType`. */
export const ELEMENT = { float32: 1, int32: 6, int64: 7, bool: 9 } as const
export type Element = keyof typeof ELEMENT

export interface Initializer {
  readonly name: string
  readonly element: Element
  readonly shape: readonly number[]
  /** Little-endian, row-major. */
  readonly bytes: Uint8Array
}

export interface OnnxValue {
  readonly name: string
  readonly element: Element
  /** Absent where ONNX infers it (inside the body of a Loop). */
  readonly shape?: Shape
}

export type Attribute =
  | { readonly int: number }
  | { readonly float: number }
  | { readonly ints: readonly number[] }
  | { readonly string: string }
  | { readonly graph: OnnxGraph }
export type Attributes = Readonly<Record<string, Attribute>>

export interface OnnxNode {
  readonly op: string
  /** `''` for the operators of ONNX itself. */
  readonly domain: string
  readonly name: string
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  readonly attributes: Attributes
}

export interface OnnxGraph {
  readonly name: string
  readonly nodes: readonly OnnxNode[]
  readonly initializers: readonly Initializer[]
  readonly inputs: readonly OnnxValue[]
  readonly outputs: readonly OnnxValue[]
}

/** `AttributeProto`: the value and its type. */
function encodeAttribute(name: string, value: Attribute): readonly Encoded[] {
  const named = stringField(1, name)
  if ('int' in value) return [named, intField(3, value.int), intField(20, 2)]
  if ('float' in value) return [named, floatField(2, value.float), intField(20, 1)]
  if ('string' in value) return [named, stringField(4, value.string), intField(20, 3)]
  if ('ints' in value) return [named, ...value.ints.map((i) => intField(8, i)), intField(20, 7)]
  return [named, messageField(6, encodeGraph(value.graph)), intField(20, 5)]
}

/** `NodeProto`. */
const encodeNode = ({ op, domain, name, inputs, outputs, attributes }: OnnxNode) => [
  ...inputs.map((input) => stringField(1, input)),
  ...outputs.map((output) => stringField(2, output)),
  stringField(3, name),
  stringField(4, op),
  ...Object.entries(attributes).map(([key, value]) => messageField(5, encodeAttribute(key, value))),
  ...(domain === '' ? [] : [stringField(7, domain)]),
]

/** `TensorProto`. */
const encodeInitializer = ({ name, element, shape, bytes }: Initializer) => [
  ...shape.map((size) => intField(1, size)),
  intField(2, ELEMENT[element]),
  stringField(8, name),
  bytesField(9, bytes),
]

/** `ValueInfoProto`: a size is a number or a name. */
function encodeValue({ name, element, shape }: OnnxValue): readonly Encoded[] {
  const dims = shape?.map((dim) =>
    messageField(1, [typeof dim === 'number' ? intField(1, dim) : stringField(2, dim)]),
  )
  const tensor = [intField(1, ELEMENT[element]), ...(dims ? [messageField(2, dims)] : [])]
  return [stringField(1, name), messageField(2, [messageField(1, tensor)])]
}

/** `GraphProto`. */
const encodeGraph = ({ name, nodes, initializers, inputs, outputs }: OnnxGraph) => [
  ...nodes.map((node) => messageField(1, encodeNode(node))),
  stringField(2, name),
  ...initializers.map((initializer) => messageField(5, encodeInitializer(initializer))),
  ...inputs.map((input) => messageField(11, encodeValue(input))),
  ...outputs.map((output) => messageField(12, encodeValue(output))),
]

const IR_VERSION = 8
const OPSET = 17

/** A `ModelProto`, written by hand: it needs no protobuf library. */
export function encodeModel(graph: OnnxGraph, { contrib }: { contrib: boolean }): Uint8Array {
  const opset = (domain: string, version: number) =>
    messageField(8, [...(domain ? [stringField(1, domain)] : []), intField(2, version)])
  return join(
    message([
      intField(1, IR_VERSION),
      stringField(2, 'palaestra'),
      messageField(7, encodeGraph(graph)),
      opset('', OPSET),
      ...(contrib ? [opset('com.microsoft', 1)] : []),
    ]),
  )
}
