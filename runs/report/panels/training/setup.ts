import type { Json } from '../../../../core/index.ts'
import { definePanel } from '../../panel.ts'
import { fieldsOf } from '../../read/training/fields.ts'
import type { TrainingFile } from '../../read/training/training.ts'
import { tableOf } from '../tables.ts'
import type { TrainingRun } from './charts.ts'

/** A setting, and what it is in each run; null: the run does not have it. */
interface Setting {
  readonly part: string
  readonly name: string
  readonly values: readonly (string | null)[]
}

interface SetupData {
  readonly runs: readonly string[]
  readonly settings: readonly Setting[]
}

const parts: readonly (readonly [string, (file: TrainingFile) => Json])[] = [
  ['Configuration', ({ config }) => config],
  ['Model', ({ model }) => model],
  ['Engine', ({ engine }) => engine],
  ['Data', ({ data }) => data],
  ['Versions', ({ versions }) => versions],
  ['Machine', ({ machine }) => machine],
]

/** What was asked for, and what computed it. */
export const setupPanel = definePanel<undefined, SetupData>({
  id: 'setup',
  title: 'Configuration, engine and model',
  about: 'training',
  collect(runs) {
    const files = (runs as readonly TrainingRun[]).map(({ training }) => training?.file)
    const settings = parts.flatMap(([part, of]) => {
      const flat = files.map((file) => new Map(file ? flatten(of(file)) : []))
      const names = new Set(flat.flatMap((values) => [...values.keys()]))
      return [...names].map(
        (name): Setting => ({
          ...{ part, name },
          values: flat.map((values) => values.get(name) ?? null),
        }),
      )
    })
    return settings.length > 0 ? { runs: runs.map(({ label }) => label), settings } : null
  },
  show({ runs, settings }) {
    const tableOfSettings = (title: string, chosen: readonly Setting[], hasPart: boolean) => {
      if (chosen.length === 0) return []
      const table = tableOf<Setting>(
        [
          ...(hasPart ? [['Of', 'text', ({ part }: Setting) => part] as const] : []),
          ['Name', 'text', ({ name }) => name],
          ...runs.map(
            (run, at) =>
              [
                runs.length > 1 ? run : 'Value',
                'text',
                ({ values }: Setting) => values[at] ?? null,
              ] as const,
          ),
        ],
        chosen,
      )
      const isNarrow = runs.length === 1
      return [{ kind: 'table', title, table: { ...table, wraps: true }, isNarrow } as const]
    }
    const differing = settings.filter(({ values }) => new Set(values).size > 1)
    return [
      ...tableOfSettings('What differs between the runs', differing, true),
      ...parts.flatMap(([part]) =>
        tableOfSettings(
          part,
          settings.filter((setting) => setting.part === part && !differing.includes(setting)),
          false,
        ),
      ),
    ]
  },
})

/** `{ clip: { low: 0.2 } }` as `clip.low`; lists stay in one line. */
function flatten(value: Json, path = ''): [string, string][] {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
  if (!isObject) return value === null && path === '' ? [] : [[path, shown(value)]]
  return Object.entries(fieldsOf(value)).flatMap(([name, item]) =>
    flatten((item ?? null) as Json, path === '' ? name : `${path}.${name}`),
  )
}

const shown = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value))
