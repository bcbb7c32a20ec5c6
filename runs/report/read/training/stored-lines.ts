import { fieldsOf, isFields, nameOf, numberOf, textOf } from './fields.ts'
import type { MetricLine, TrainingAlarm } from './training.ts'

/** @throws Error with the reason where it is no line of metrics. */
export function openMetricLine(value: unknown): MetricLine {
  if (!isFields(value)) throw new Error('it is not an object')
  const update = numberOf(value['global_step'])
  if (update === null) throw new Error('it has no global_step')
  const values: Record<string, number | null> = {}
  for (const [name, item] of Object.entries(value)) {
    if (name === 'global_step') continue
    if (item === null || typeof item === 'number') values[name] = item
  }
  return { update, values }
}

/** @throws Error with the reason where it is no alarm. */
export function openAlarm(value: unknown): TrainingAlarm {
  const fields = fieldsOf(value)
  const update = numberOf(fields['update'])
  if (update === null) throw new Error('it has no update')
  return {
    name: nameOf(fields['name']) ?? 'unnamed',
    update,
    message: textOf(fields['message']) ?? '',
  }
}
