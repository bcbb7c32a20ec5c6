import { useMemo, useState } from 'preact/hooks'
import type { Json } from '../../../../core/index.ts'
import { isRecord, textOf } from '../data/json.ts'
import { usePage } from '../shell/page-context.ts'
import { cleanText } from '../text/clean.ts'
import { imageOf, type ShownImage, takeImages } from '../text/images.ts'
import { Output } from './output.tsx'

export interface ValueProps {
  readonly value: Json | undefined
  readonly label: string
  readonly run: number
  readonly class?: string
  readonly scale?: number
}

/** Any value as it is best looked at: texts as they are, pictures as pictures, the rest as JSON. */
export function ValueView({ value, label, run, class: className = '', scale = 1 }: ValueProps) {
  const parts = useMemo(() => (value === undefined ? [] : partsOf(value)), [value])
  if (value === undefined) return <p class="muted">{label}: none</p>
  return (
    <>
      {parts.map((part, i) =>
        typeof part === 'string' ? (
          <Output key={i} text={part} label={label} class={className} scale={scale} />
        ) : (
          <Picture key={i} image={part} run={run} label={label} />
        ),
      )}
    </>
  )
}

/** Texts and pictures, in their order. */
function partsOf(value: Json): readonly (string | ShownImage)[] {
  if (typeof value === 'string') return [value]
  const image = imageOf(value)
  if (image) return [image]
  if (isContent(value)) return value.flatMap(partsOf)
  if (isRecord(value) && value['type'] === 'text' && textOf(value['text']) !== null) {
    return [textOf(value['text']) ?? '']
  }
  const { rest, images } = takeImages(value)
  return [JSON.stringify(rest, null, 2), ...images]
}

/** A message's content, as models are given it: a list of texts and pictures. */
function isContent(value: Json): value is readonly Json[] {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((item: Json) => isRecord(item) && ['text', 'image'].includes(String(item['type'])))
  )
}

/** A picture of the episode, or why there is none. */
export function Picture(props: {
  readonly image: ShownImage
  readonly run: number
  readonly label: string
}) {
  const { image, run, label } = props
  const { source } = usePage()
  const [isBroken, setBroken] = useState(false)
  const url = 'url' in image ? image.url : source.imageUrl(run, image.path)
  const name = 'path' in image ? cleanText(image.path) : 'its data'
  if (url === null || isBroken) {
    return (
      <p class="note tone-neutral">
        {url === null ? 'A picture of the run’s folder' : 'This picture cannot be shown'}:{' '}
        <code>{name}</code>
      </p>
    )
  }
  return (
    <img
      class="picture"
      src={url}
      alt={label}
      loading="lazy"
      decoding="async"
      onError={() => setBroken(true)}
    />
  )
}
