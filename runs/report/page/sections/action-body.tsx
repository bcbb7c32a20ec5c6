import { useMemo } from 'preact/hooks'
import type { Json } from '../../../../core/index.ts'
import { viewAction } from '../text/action.ts'
import { cleanText } from '../text/clean.ts'
import { Output } from '../transcript/output.tsx'

/** An action's fields: commands and texts as code, a replaced text as a change. */
export function ActionBody({ action }: { readonly action: Json | undefined }) {
  const { fields, change } = useMemo(() => viewAction(action), [action])
  const inline = fields.filter(({ isBlock }) => !isBlock)
  return (
    <div class="action">
      {inline.length > 0 && (
        <p class="fields-line">
          {inline.map(({ name, text }) => (
            <span key={name}>
              <span class="muted">{cleanText(name)}</span> <code>{cleanText(text)}</code>
            </span>
          ))}
        </p>
      )}
      {fields
        .filter(({ isBlock }) => isBlock)
        .map(({ name, text }) => (
          <div key={name}>
            {name !== '' && <p class="muted field-name">{cleanText(name)}</p>}
            <Output text={text} label={name || 'Action'} class="code" />
          </div>
        ))}
      {change && (
        <>
          <Output text={change.before} label="Replaced text" class="code removed" />
          <Output text={change.after} label="New text" class="code added" />
        </>
      )}
    </div>
  )
}
