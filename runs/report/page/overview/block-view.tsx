import type { LegendBlock, NoteBlock, StatsBlock } from '../../blocks.ts'
import type { PageBlock } from '../../page-data.ts'
import { cleanText } from '../text/clean.ts'
import { Figure } from './figure.tsx'
import { TableView } from './table-view.tsx'

/** One block of a panel. */
export function BlockView({ block }: { readonly block: PageBlock }) {
  switch (block.kind) {
    case 'stats':
      return <Stats items={block.items} />
    case 'figure':
      return <Figure block={block} />
    case 'table':
      return (
        <figure class={`block ${block.isNarrow ? '' : 'wide'}`}>
          {block.title && <figcaption>{cleanText(block.title)}</figcaption>}
          <TableView table={block.table} />
        </figure>
      )
    case 'note':
      return <Note {...block} />
    case 'heading':
      return <h3 class="wide part">{cleanText(block.text)}</h3>
    case 'legend':
      return <Legend items={block.items} />
  }
}

function Stats({ items }: Pick<StatsBlock, 'items'>) {
  return (
    <dl class="stats wide">
      {items.map(({ label, value, detail, tone }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd class={`value tone-${tone ?? 'neutral'}`}>{value}</dd>
          {detail && <dd class="detail">{detail}</dd>}
        </div>
      ))}
    </dl>
  )
}

function Note({ text, tone }: Pick<NoteBlock, 'text' | 'tone'>) {
  return <p class={`note wide tone-${tone ?? 'neutral'}`}>{cleanText(text)}</p>
}

function Legend({ items }: Pick<LegendBlock, 'items'>) {
  return (
    <ul class="legend wide" aria-label="Legend">
      {items.map(({ label, color, symbol = 'line' }) => (
        <li key={label}>
          <span class={`symbol ${symbol}`} style={{ '--symbol': color }} aria-hidden="true" />
          {cleanText(label)}
        </li>
      ))}
    </ul>
  )
}
