import type { EntityKind } from './shares.ts'

/** An entity: the `index`-th of its kind. */
export interface Ref {
  readonly kind: EntityKind
  readonly index: number
}

export const keyOf = ({ kind, index }: Ref): string => `${kind}:${index}`
export const isSame = (one: Ref, other: Ref): boolean =>
  one.kind === other.kind && one.index === other.index

/** How it is called: the names are nobody else's. */
export interface Names {
  readonly name: string
  readonly aliases: readonly string[]
}

/** Day of the old calendar of Atlas, which is ours. */
export interface Day {
  readonly year: number
  /** 1 to 12. */
  readonly month: number
  /** 1 to 28. */
  readonly day: number
}

const months = [
  ...['January', 'February', 'March', 'April', 'May', 'June', 'July'],
  ...['August', 'September', 'October', 'November', 'December'],
]
const monthOf = ({ month }: Day): string => months[month - 1] ?? ''

export const dayText = (day: Day): string => `${day.day} ${monthOf(day)} ${day.year}`
export const isoDay = ({ year, month, day }: Day): string =>
  [year, month, day].map((part) => String(part).padStart(2, '0')).join('-')
export const dayForms = (day: Day): readonly string[] => [
  ...[dayText(day), `${monthOf(day)} ${day.day}, ${day.year}`, isoDay(day)],
]

/** 12,400 as pages print it. */
export const grouped = (value: number): string => String(value).replace(/\B(?=(?:\d{3})+$)/g, ',')
