export interface Place {
  readonly code: string
  readonly city: string
}

export const PLACES: readonly Place[] = [
  { code: 'LIS', city: 'Lisbon' },
  { code: 'OPO', city: 'Porto' },
  { code: 'MAD', city: 'Madrid' },
  { code: 'BCN', city: 'Barcelona' },
  { code: 'LYS', city: 'Lyon' },
  { code: 'GVA', city: 'Geneva' },
  { code: 'MXP', city: 'Milan' },
  { code: 'VIE', city: 'Vienna' },
  { code: 'PRG', city: 'Prague' },
  { code: 'WAW', city: 'Warsaw' },
  { code: 'CPH', city: 'Copenhagen' },
  { code: 'OSL', city: 'Oslo' },
  { code: 'DUB', city: 'Dublin' },
  { code: 'ATH', city: 'Athens' },
]

/** Cities with trains between them, in both directions. */
export const RAILS: readonly (readonly [string, string])[] = [
  ['LIS', 'OPO'],
  ['MAD', 'BCN'],
  ['BCN', 'LYS'],
  ['LYS', 'GVA'],
  ['GVA', 'MXP'],
  ['VIE', 'PRG'],
  ['PRG', 'WAW'],
  ['CPH', 'OSL'],
]

export const hasRail = (from: string, to: string) =>
  RAILS.some(([a, b]) => (a === from && b === to) || (a === to && b === from))

const byCode = new Map(PLACES.map((place) => [place.code, place]))

export const isPlace = (code: string) => byCode.has(code)
export const cityOf = (code: string): string => byCode.get(code)?.city ?? code
export const labelOf = (code: string): string => `${cityOf(code)} (${code})`

export const AIRLINES = [
  { name: 'Avalon Air', code: 'AV' },
  { name: 'Borealis', code: 'BR' },
  { name: 'Condorella', code: 'CD' },
  { name: 'Meridia', code: 'MD' },
] as const
export const RAILWAYS = [
  { name: 'EuroLine', code: 'EL' },
  { name: 'Regio', code: 'RG' },
] as const

export const HOTEL_NAMES = [
  ...['Aurora', 'Bellevue', 'Castle', 'Dolphin', 'Emerald', 'Fountain', 'Garden', 'Harbour'],
  ...['Imperial', 'Jasmine', 'Kestrel', 'Linden', 'Majestic', 'North Star', 'Orchard', 'Plaza'],
] as const
export const PEOPLE = [
  ...['Ada Novak', 'Bruno Costa', 'Clara Lind', 'David Moreau', 'Elena Rossi', 'Felix Brandt'],
  ...['Greta Holm', 'Hugo Silva', 'Irene Kowal', 'Jonas Weber', 'Katja Prinz', 'Leo Martin'],
] as const
export const MEALS = ['Standard', 'Vegetarian', 'Vegan', 'Gluten-free', 'Halal'] as const
