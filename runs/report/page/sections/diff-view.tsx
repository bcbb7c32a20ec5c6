import { formatInteger, plural } from '../../format.ts'
import { usePage } from '../shell/page-context.ts'
import { Scroller } from '../shell/scroller.tsx'
import { cleanText } from '../text/clean.ts'
import type { DiffFile } from '../text/diff.ts'
import { useOpen } from '../transcript/outputs.ts'

/** Longer ones are folded at first. */
const SHOWN_LINES = 400

/** A unified diff, file by file. */
export function DiffView({ files }: { readonly files: readonly DiffFile[] }) {
  return (
    <>
      {files.map((file, i) => (
        <FileView key={i} file={file} />
      ))}
    </>
  )
}

function FileView({ file }: { readonly file: DiffFile }) {
  const { isPrinting } = usePage()
  const { name, before, notes, added, removed, hunks } = file
  const count = hunks.reduce((sum, { lines }) => sum + lines.length, 0)
  const [isOpen, setOpen] = useOpen(count <= SHOWN_LINES)
  return (
    <div class="diff-file">
      <header>
        <code>
          {before !== null && `${cleanText(before)} → `}
          {cleanText(name)}
        </code>
        {notes.map((note) => (
          <span key={note} class="chip tone-neutral">
            {note}
          </span>
        ))}
        <span class="diff-counts">
          <span class="tone-good">+{formatInteger(added)}</span>{' '}
          <span class="tone-bad">−{formatInteger(removed)}</span>
        </span>
        {count > SHOWN_LINES && (
          <button type="button" class="button quiet" onClick={() => setOpen(!isOpen)}>
            {isOpen ? 'Fold' : `Show ${plural(count, 'line')}`}
          </button>
        )}
      </header>
      {(isOpen || isPrinting) && <Hunks file={file} />}
    </div>
  )
}

const KINDS = { '+': 'added', '-': 'removed', ' ': 'kept' } as const

function Hunks({ file }: { readonly file: DiffFile }) {
  return (
    <Scroller label={`Changes of ${file.name}`}>
      <table class="diff">
        {file.hunks.map(({ header, lines }) => (
          <tbody key={header}>
            <tr class="hunk">
              <td colSpan={4}>{cleanText(header)}</td>
            </tr>
            {lines.map(({ sign, text, before, after }) => (
              <tr key={`${before} ${after}`} class={KINDS[sign]}>
                <td class="line-number">{before}</td>
                <td class="line-number">{after}</td>
                <td class="sign">{sign}</td>
                <td class="line">{cleanText(text)}</td>
              </tr>
            ))}
          </tbody>
        ))}
      </table>
    </Scroller>
  )
}
