import { formatInteger } from '../../format.ts'
import type { SampleRow } from '../../page-data.ts'
import { cleanText } from '../text/clean.ts'
import { choicesOf, ORDERS, type SamplesState } from './sample-list.ts'

/** Menus of what is listed. */
export function SampleFilters(props: {
  readonly rows: readonly SampleRow[]
  readonly state: SamplesState
  readonly labelOf: (run: number) => string
  onChange(changes: Partial<SamplesState>): void
}) {
  const { rows, state, labelOf, onChange } = props
  const choices = (field: 'run' | 'update' | 'outcome' | 'group') =>
    choicesOf(rows, state, labelOf, field)
  const runs = choices('run')
  const updates = [...choices('update').keys()].map(Number).sort((a, b) => a - b)
  const at = updates.indexOf(Number(state.update))
  const step = (by: number) => {
    const next = state.update === '' ? updates.at(by < 0 ? -1 : 0) : updates[at + by]
    if (next !== undefined) onChange({ update: String(next), group: '', at: '' })
  }
  return (
    <search class="menus">
      {(runs.size > 1 || state.run !== '') && (
        <Menu
          name="run"
          value={state.run}
          choices={runs}
          onChoose={(run) => onChange({ run, update: '', group: '', at: '' })}
        />
      )}
      <Menu
        name="update"
        value={state.update}
        choices={choices('update')}
        onChoose={(update) => onChange({ update, group: '', at: '' })}
      />
      <span class="steps">
        <button
          type="button"
          class="button quiet icon"
          aria-label="Earlier update"
          onClick={() => step(-1)}
        >
          ‹
        </button>
        <button
          type="button"
          class="button quiet icon"
          aria-label="Later update"
          onClick={() => step(1)}
        >
          ›
        </button>
      </span>
      <Menu
        name="outcome"
        value={state.outcome}
        choices={choices('outcome')}
        onChoose={(outcome) => onChange({ outcome, at: '' })}
      />
      <Menu
        name="group"
        value={state.group}
        choices={choices('group')}
        onChoose={(group) => onChange({ group, at: '' })}
      />
      <label class="menu" data-chosen={state.order !== ''}>
        <span>order</span>
        <select
          value={state.order}
          onChange={({ currentTarget: { value } }) => onChange({ order: value, at: '' })}
        >
          {ORDERS.map(([order, title]) => (
            <option key={order} value={order}>
              {title}
            </option>
          ))}
        </select>
      </label>
    </search>
  )
}

function Menu(props: {
  readonly name: string
  readonly value: string
  readonly choices: ReadonlyMap<string, number>
  onChoose(value: string): void
}) {
  const { name, value, choices, onChoose } = props
  return (
    <label class="menu" data-chosen={value !== ''}>
      <span>{name}</span>
      <select value={value} onChange={({ currentTarget }) => onChoose(currentTarget.value)}>
        <option value="">any</option>
        {value !== '' && !choices.has(value) && <option value={value}>{cleanText(value)}</option>}
        {[...choices].map(([choice, count]) => (
          <option key={choice} value={choice}>
            {cleanText(choice)} ({formatInteger(count)})
          </option>
        ))}
      </select>
    </label>
  )
}
