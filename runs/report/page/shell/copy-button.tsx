import { copyText } from './copy.ts'
import { usePage } from './page-context.ts'

/** Copies what it is asked for, and says so. */
export function CopyButton(props: {
  readonly label: string
  readonly what: string
  readonly text: () => string
}) {
  const { notify } = usePage()
  const copy = async () => {
    notify((await copyText(props.text())) ? `Copied ${props.what}` : 'The browser refused to copy')
  }
  return (
    <button type="button" class="button quiet" onClick={copy}>
      {props.label}
    </button>
  )
}
