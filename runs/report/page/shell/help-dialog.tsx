import { useEffect, useRef } from 'preact/hooks'
import { usePage } from './page-context.ts'

const KEYS: readonly (readonly [keys: string, says: string])[] = [
  ['j k ↓ ↑', 'next, previous episode of the list; turn of a transcript'],
  ['Enter', 'open the selected episode'],
  ['u Esc', 'back to the list'],
  ['n p', 'next, previous episode while one is open'],
  ['] [ J K', 'next, previous turn'],
  ['o', 'unfold or fold all outputs'],
  ['c', 'copy the episode as JSON'],
  ['/', 'search'],
  ['t', 'theme'],
  ['?', 'this help'],
]

/** Keys, and what a query can ask. */
export function HelpDialog({ isOpen, onClose }: { readonly isOpen: boolean; onClose(): void }) {
  const { list } = usePage()
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    if (isOpen) dialog.current?.showModal()
    else dialog.current?.close()
  }, [isOpen])
  const fields = list.fields.filter(({ name }) => !name.startsWith('signal.'))
  const signals = list.fields.filter(({ name }) => name.startsWith('signal.'))
  return (
    <dialog ref={dialog} class="help" onClose={onClose} aria-labelledby="help-title">
      <form method="dialog">
        <h2 id="help-title">Help</h2>
        <button type="submit" class="button quiet icon" aria-label="Close">
          ×
        </button>
      </form>
      <div class="help-columns">
        <section>
          <h3>Keys</h3>
          <dl class="keys">
            {KEYS.map(([keys, says]) => (
              <div key={keys}>
                <dt>
                  {keys.split(' ').map((key) => (
                    <kbd key={key}>{key}</kbd>
                  ))}
                </dt>
                <dd>{says}</dd>
              </div>
            ))}
          </dl>
        </section>
        <section>
          <h3>Search</h3>
          <p>
            Terms stand side by side and must all hold: <code>kind:off-by-one turns&gt;8</code>. A{' '}
            <code>-</code> before one turns it around, several values of one field are a choice,{' '}
            <code>*</code> stands for any text, and a value with spaces or colons goes into double
            quotes. Any other word or <code>"quoted text"</code> is searched for in ids, tasks,
            kinds and transcripts.
          </p>
          <dl class="fields">
            {fields.map(({ name, says, number }) => (
              <div key={name}>
                <dt>
                  <code>{number ? `${name} > < =` : `${name}:`}</code>
                </dt>
                <dd>{says}</dd>
              </div>
            ))}
            {signals.length > 0 && (
              <div>
                <dt>
                  <code>signal.name</code>
                </dt>
                <dd>a signal at the end: {signals.map(({ name }) => name.slice(7)).join(', ')}</dd>
              </div>
            )}
          </dl>
        </section>
      </div>
    </dialog>
  )
}
