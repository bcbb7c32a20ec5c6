import { useRef } from 'preact/hooks'
import type { PageBlock } from '../../page-data.ts'
import { CopyButton } from '../shell/copy-button.tsx'
import { Disclosure } from '../shell/disclosure.tsx'
import { cleanText } from '../text/clean.ts'
import { tsvOf } from '../tsv.ts'
import { standaloneSvg } from './standalone-svg.ts'
import { TableView } from './table-view.tsx'

type FigureBlock = Extract<PageBlock, { readonly kind: 'figure' }>

/** A plot, the numbers behind it, and both to take away. */
export function Figure({ block }: { readonly block: FigureBlock }) {
  const { title, description, svg, table, wide } = block
  const plot = useRef<HTMLDivElement>(null)
  return (
    <figure class={`block ${wide ? 'wide' : ''}`}>
      <figcaption>{cleanText(title)}</figcaption>
      <div
        ref={plot}
        class="plot"
        role="img"
        aria-label={cleanText(description)}
        dangerouslySetInnerHTML={{ __html: svg }}
      />
      <div class="figure-tools">
        <Disclosure summary="Numbers">{() => <TableView table={table} />}</Disclosure>
        <CopyButton label="Copy numbers" what="the numbers" text={() => tsvOf(table)} />
        <CopyButton
          label="Copy SVG"
          what="the plot as SVG"
          text={() => (plot.current ? standaloneSvg(plot.current) : svg)}
        />
      </div>
    </figure>
  )
}
