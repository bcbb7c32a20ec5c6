import { useRef } from 'preact/hooks'
import type { PageBlock } from '../../page-data.ts'
import { CopyButton } from '../shell/copy-button.tsx'
import { Disclosure } from '../shell/disclosure.tsx'
import { tsvOf } from '../tsv.ts'
import { TableView } from './table-view.tsx'

type FigureBlock = Extract<PageBlock, { readonly kind: 'figure' }>

/** A plot, the numbers behind it, and both to take away. */
export function Figure({ block }: { readonly block: FigureBlock }) {
  const { title, description, svg, table, wide } = block
  const plot = useRef<HTMLDivElement>(null)
  return (
    <figure class={`block ${wide ? 'wide' : ''}`}>
      <figcaption>{title}</figcaption>
      <div
        ref={plot}
        class="plot"
        role="img"
        aria-label={description}
        dangerouslySetInnerHTML={{ __html: svg }}
      />
      <div class="figure-tools">
        <Disclosure summary="Numbers">{() => <TableView table={table} />}</Disclosure>
        <CopyButton label="Copy numbers" what="the numbers" text={() => tsvOf(table)} />
        <CopyButton
          label="Copy SVG"
          what="the plot as SVG"
          text={() => withColours(svg, plot.current)}
        />
      </div>
    </figure>
  )
}

/** Outside of the page its colours have no names. */
function withColours(svg: string, element: Element | null): string {
  if (!element) return svg
  const style = getComputedStyle(element)
  return svg.replace(
    /var\((--[\w-]+)\)/g,
    (name, property: string) => style.getPropertyValue(property).trim() || name,
  )
}
