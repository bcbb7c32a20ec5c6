/** Fields of a protobuf message that are messages, texts or bytes. */
function fieldsOf(
  bytes: Uint8Array,
): readonly { readonly field: number; readonly body: Uint8Array }[] {
  const fields = []
  let place = 0
  const varint = (): number => {
    let value = 0
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[place++] ?? 0
      value += (byte & 0x7f) * 2 ** shift
      if (byte < 0x80) return value
    }
  }
  while (place < bytes.length) {
    const tag = varint()
    const wire = tag & 7
    const length = wire === 2 ? varint() : wire === 5 ? 4 : 0
    if (wire === 0) varint()
    if (wire === 2) fields.push({ field: tag >> 3, body: bytes.subarray(place, place + length) })
    place += length
  }
  return fields
}

const parts = (bytes: Uint8Array, field: number) =>
  fieldsOf(bytes).flatMap((part) => (part.field === field ? [part.body] : []))
const text = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes)

/** Operators of a GraphProto, those inside bodies too, as `domain.Op`. */
const opsOfGraph = (graph: Uint8Array): readonly string[] =>
  parts(graph, 1).flatMap((node) => {
    const [op, domain] = [text(parts(node, 4)[0]), text(parts(node, 7)[0])]
    const bodies = parts(node, 5).flatMap((attribute) => parts(attribute, 6))
    return [domain ? `${domain}.${op}` : op, ...bodies.flatMap(opsOfGraph)]
  })

/** Operators of an ONNX file, in order. */
export const opsOfModel = (model: Uint8Array): readonly string[] =>
  parts(model, 7).flatMap(opsOfGraph)
