import type { ComponentChildren } from 'preact'

/** What may be wider than the page scrolls by itself. */
export function Scroller(props: { readonly label: string; readonly children: ComponentChildren }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys
    <section class="scroller" tabIndex={0} aria-label={props.label}>
      {props.children}
    </section>
  )
}
