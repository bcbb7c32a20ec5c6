import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { usePage } from './page-context.ts'

/** Something that is made only when it is asked for, or printed. */
export function Disclosure(props: {
  readonly summary: ComponentChildren
  readonly isPrinted?: boolean
  readonly children: () => ComponentChildren
}) {
  const { isPrinting } = usePage()
  const [isOpen, setOpen] = useState(false)
  const isShown = isOpen || (isPrinting && props.isPrinted === true)
  return (
    <details
      class="disclosure"
      open={isShown}
      onToggle={({ currentTarget }) => isPrinting || setOpen(currentTarget.open)}
    >
      <summary>{props.summary}</summary>
      {isShown && props.children()}
    </details>
  )
}
