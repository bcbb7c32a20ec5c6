import type { NoteBlock, StatsBlock } from '../../blocks.ts'
import type { PageBlock } from '../../page-data.ts'
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
        <figure class="block wide">
          {block.title && <figcaption>{block.title}</figcaption>}
          <TableView table={block.table} />
        </figure>
      )
    case 'note':
      return <Note {...block} />
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
  return <p class={`note wide tone-${tone ?? 'neutral'}`}>{text}</p>
}
