import { ELEMENT } from '../engines/onnx/emit/model.ts'
import {
  bytesField,
  type Encoded,
  intField,
  messageField,
  stringField,
} from '../engines/onnx/emit/protobuf.ts'

/** Where a tensor stands in a file beside the model. */
export interface ExternalPlace {
  readonly location: string
  readonly offset: number
  readonly length: number
}

const EXTERNAL = 1

/** A `ModelProto` with nothing but one float32 tensor of its graph. */
export function weightField(
  name: string,
  shape: readonly number[],
  held: Uint8Array | ExternalPlace,
): Encoded {
  const tensor = [
    ...shape.map((size) => intField(1, size)),
    intField(2, ELEMENT.float32),
    stringField(8, name),
    ...(held instanceof Uint8Array
      ? [bytesField(9, held)]
      : [
          ...Object.entries(held).map(([key, value]) =>
            messageField(13, [stringField(1, key), stringField(2, String(value))]),
          ),
          intField(14, EXTERNAL),
        ]),
  ]
  return messageField(7, [messageField(5, tensor)])
}
