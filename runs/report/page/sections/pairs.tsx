import type { JsonRecord } from '../data/json.ts'
import { shown } from '../data/json.ts'
import { cleanText } from '../text/clean.ts'

const LONGEST = 300

/** Named values in one line each. */
export function Pairs({ values }: { readonly values: JsonRecord }) {
  const entries = Object.entries(values).filter(([, value]) => value !== undefined)
  if (entries.length === 0) return null
  return (
    <dl class="pairs">
      {entries.map(([name, value]) => {
        const text = cleanText(shown(value))
        return (
          <div key={name}>
            <dt>{cleanText(name)}</dt>
            <dd title={text.length > LONGEST ? text : undefined}>
              {text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text}
            </dd>
          </div>
        )
      })}
    </dl>
  )
}

/** An object without some of its fields, which are shown elsewhere. */
export function omit(values: JsonRecord, names: readonly string[]): JsonRecord {
  return Object.fromEntries(Object.entries(values).filter(([name]) => !names.includes(name)))
}
