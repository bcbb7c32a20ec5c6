import type { Json } from '../../core/index.ts'
import {
  boolField,
  bytesField,
  doubleField,
  floatField,
  message,
  textField,
  uintField,
} from './protobuf.ts'

/**
 * Messages of TensorBoard's event.proto, summary.proto and tensor.proto, and of its hparams plugin; names
 * and numbers of fields as there (TensorBoard 2.21).
 */
type Bytes = Uint8Array<ArrayBuffer>

export interface When {
  readonly wallMs: number
  readonly step: number
}

const event = ({ wallMs, step }: When, content: Bytes): Bytes =>
  message(doubleField(1, wallMs / 1000), uintField(2, step), content)

/** First of every file. */
export const versionEvent = (wallMs: number): Bytes =>
  event({ wallMs, step: 0 }, textField(3, 'brain.Event:2'))

const START = 1

/** From here on the steps are written anew: what a reader has of this step and later ones it drops. */
export const startEvent = (when: When): Bytes =>
  event(when, bytesField(7, message(uintField(1, START))))

export const summaryEvent = (when: When, values: readonly Bytes[]): Bytes =>
  event(when, bytesField(5, message(...values.map((value) => bytesField(1, value)))))

export const scalarValue = (tag: string, value: number): Bytes =>
  message(textField(1, tag), floatField(2, value))

const DT_FLOAT = 1
const DT_STRING = 7
const DATA_CLASS_TENSOR = 2

/** Shown as Markdown. */
export function textValue(tag: string, text: string): Bytes {
  const oneText = message(bytesField(2, message(uintField(1, 1))))
  const tensor = message(uintField(1, DT_STRING), bytesField(2, oneText), textField(8, text))
  return pluginValue({ tag, plugin: 'text', content: message(), tensor })
}

export type Hparam = string | number | boolean

/** With which choices this run is shown in the table of runs. */
export function hparamsValue(hparams: Readonly<Record<string, Hparam>>, startedMs: number): Bytes {
  const sorted = Object.entries(hparams).sort(([a], [b]) => (a < b ? -1 : 1))
  const entries = sorted.map(([name, value]) =>
    bytesField(1, message(textField(1, name), bytesField(2, protobufValue(value)))),
  )
  const content = message(bytesField(3, message(...entries, doubleField(5, startedMs / 1000))))
  const nothing = message(uintField(1, DT_FLOAT), bytesField(2, message(bytesField(2, message()))))
  return pluginValue({
    tag: '_hparams_/session_start_info',
    plugin: 'hparams',
    content,
    tensor: nothing,
  })
}

function pluginValue(value: {
  readonly tag: string
  readonly plugin: string
  readonly content: Bytes
  readonly tensor: Bytes
}): Bytes {
  const content = value.content.length > 0 ? [bytesField(2, value.content)] : []
  const data = message(textField(1, value.plugin), ...content)
  const metadata = message(bytesField(1, data), uintField(4, DATA_CLASS_TENSOR))
  return message(textField(1, value.tag), bytesField(8, value.tensor), bytesField(9, metadata))
}

/** google.protobuf.Value */
function protobufValue(value: Hparam): Bytes {
  if (typeof value === 'number') return doubleField(2, value)
  return typeof value === 'string' ? textField(3, value) : boolField(4, value)
}

/** Choices by their path: `{ loss: { clip: 0.2 } }` is `loss.clip`. Lists are told as JSON. */
export function flatHparams(config: Json, path = ''): Record<string, Hparam> {
  if (config === null) return {}
  if (typeof config !== 'object') return { [path]: config }
  if (Array.isArray(config)) return { [path]: JSON.stringify(config) }
  return Object.assign(
    {},
    ...Object.entries(config).map(([name, value]) =>
      flatHparams(value ?? null, path === '' ? name : `${path}.${name}`),
    ),
  )
}
