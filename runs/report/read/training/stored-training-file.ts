import type { Json } from '../../../../core/index.ts'
import { fieldsOf, numberOf, textOf } from './fields.ts'
import type { TrainingFile } from './training.ts'

const STATUSES = ['running', 'complete', 'interrupted', 'failed'] as const

/** Whatever is missing or odd is left empty: curves are worth showing without it. */
export function openTrainingFile(value: unknown): TrainingFile {
  const file = fieldsOf(value)
  const json = (name: string) => (file[name] ?? null) as Json
  return {
    algorithm: textOf(file['algorithm']) ?? 'unknown algorithm',
    status: STATUSES.find((status) => status === file['status']) ?? 'unknown',
    error: textOf(file['error']),
    config: json('config'),
    engine: json('engine'),
    model: json('model'),
    data: json('data'),
    steps: numberOf(file['steps']),
    versions: Object.fromEntries(
      Object.entries(fieldsOf(file['versions'])).flatMap(([name, version]) =>
        typeof version === 'string' ? [[name, version] as const] : [],
      ),
    ),
    machine: json('machine'),
    startedAt: textOf(file['startedAt']),
    seconds: numberOf(file['seconds']),
  }
}

/** Ids of the envs a run trains in, however its configuration has them. */
export function envsOf({ config, data }: Pick<TrainingFile, 'config' | 'data'>): readonly string[] {
  const idOf = (value: unknown): string | null =>
    textOf(value) ?? textOf(fieldsOf(value)['env']) ?? textOf(fieldsOf(value)['id'])
  const found = [fieldsOf(config), fieldsOf(data)].flatMap((part) =>
    ['env', 'envs'].flatMap((name) => [part[name]].flat().map(idOf)),
  )
  return [...new Set(found.filter((id) => id !== null))]
}

/** Name of the model, in a word. */
export function modelOf({ model }: Pick<TrainingFile, 'model'>): string | null {
  const fields = fieldsOf(model)
  return textOf(model) ?? textOf(fields['model']) ?? textOf(fields['name'])
}

/** The seed that tells a run from another one of the same configuration. */
export const seedOf = ({ config }: Pick<TrainingFile, 'config'>): number | null =>
  numberOf(fieldsOf(config)['seed'])
