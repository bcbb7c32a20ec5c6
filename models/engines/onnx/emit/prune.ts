import type { Attribute, Attributes, OnnxNode } from './model.ts'

const graphsOf = (attributes: Attributes) =>
  Object.values(attributes).flatMap((value) => ('graph' in value ? [value.graph] : []))

/** Names that nodes read, those inside bodies too. */
export function readBy(nodes: readonly OnnxNode[]): ReadonlySet<string> {
  const read = new Set<string>()
  for (const { inputs, attributes } of nodes) {
    for (const name of inputs) read.add(name)
    for (const { nodes, outputs } of graphsOf(attributes)) {
      for (const name of readBy(nodes)) read.add(name)
      for (const { name } of outputs) read.add(name)
    }
  }
  return read
}

/** Nodes that `wanted` depends on, in order. */
export function neededOnnxNodes(
  nodes: readonly OnnxNode[],
  wanted: ReadonlySet<string>,
): readonly OnnxNode[] {
  const needed = new Set(wanted)
  const kept: OnnxNode[] = []
  for (const node of nodes.toReversed()) {
    if (!node.outputs.some((name) => needed.has(name))) continue
    for (const name of readBy([node])) needed.add(name)
    kept.push(node)
  }
  return kept.reverse()
}

/** The same nodes with some tensors called by other names. */
export function renamed(
  nodes: readonly OnnxNode[],
  names: ReadonlyMap<string, string>,
): readonly OnnxNode[] {
  const to = (name: string) => names.get(name) ?? name
  const inside = (value: Attribute): Attribute => {
    if (!('graph' in value)) return value
    const { graph } = value
    const outputs = graph.outputs.map((output) => ({ ...output, name: to(output.name) }))
    return { graph: { ...graph, nodes: renamed(graph.nodes, names), outputs } }
  }
  return nodes.map((node) => ({
    ...node,
    inputs: node.inputs.map(to),
    outputs: node.outputs.map(to),
    attributes: Object.fromEntries(
      Object.entries(node.attributes).map(([key, value]) => [key, inside(value)]),
    ),
  }))
}
