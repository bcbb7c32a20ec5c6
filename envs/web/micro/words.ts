import type { Rng } from '../../../core/index.ts'

const FIRST = [
  ...['Ada', 'Ben', 'Carla', 'Deniz', 'Elif', 'Farid', 'Greta', 'Hugo', 'Ines', 'Jonas', 'Karim'],
  ...[
    'Lena',
    'Mateo',
    'Nora',
    'Oskar',
    'Priya',
    'Quentin',
    'Rosa',
    'Samir',
    'Tessa',
    'Uma',
    'Viktor',
  ],
]
const LAST = [
  ...['Abbott', 'Brandt', 'Costa', 'Dahl', 'Evans', 'Fischer', 'Grant', 'Haddad', 'Ito', 'Jensen'],
  ...[
    'Kowalski',
    'Lopez',
    'Moreau',
    'Novak',
    'Okafor',
    'Petrov',
    'Quinn',
    'Rossi',
    'Silva',
    'Tanaka',
  ],
]
export const CITIES = [
  ...['Amsterdam', 'Barcelona', 'Cairo', 'Dublin', 'Edinburgh', 'Florence', 'Geneva', 'Helsinki'],
  ...['Istanbul', 'Jakarta', 'Kyoto', 'Lisbon', 'Madrid', 'Nairobi', 'Oslo', 'Prague', 'Quito'],
  ...['Riga', 'Seville', 'Toronto', 'Utrecht', 'Vienna', 'Warsaw', 'Zurich'],
]
export const GOODS = [
  ...[
    'Apron',
    'Basket',
    'Candle',
    'Desk lamp',
    'Easel',
    'Flask',
    'Garden hose',
    'Hammer',
    'Ink pen',
  ],
  ...['Jug', 'Kettle', 'Ladder', 'Mirror', 'Notebook', 'Oven glove', 'Pillow', 'Quilt', 'Rug'],
  ...['Scissors', 'Teapot', 'Umbrella', 'Vase', 'Whisk', 'Yoga mat'],
]
export const COLOURS = [
  ...['crimson', 'gold', 'green', 'navy', 'orange', 'orchid', 'pink', 'purple', 'sienna', 'silver'],
  ...['teal', 'tomato', 'turquoise', 'violet', 'wheat'],
]
export const TOPICS = [
  ...['Archive', 'Billing', 'Calendar', 'Delivery', 'Exports', 'Finance', 'Guests', 'History'],
  ...[
    'Imports',
    'Language',
    'Members',
    'Notifications',
    'Orders',
    'Privacy',
    'Reports',
    'Security',
  ],
]
export const TASKS = [
  ...['Buy milk', 'Call the plumber', 'Water the plants', 'Send the invoice', 'Book a table'],
  ...['Renew the passport', 'Fix the bike', 'Read chapter four', 'Clean the oven', 'Pay the rent'],
  ...['Print the tickets', 'Walk the dog', 'Charge the camera', 'Return the books'],
]
export const MONTHS = [
  ...['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September'],
  ...['October', 'November', 'December'],
]

/** That many different ones, in random order. */
export const some = <T>(rng: Rng, items: readonly T[], count: number): T[] =>
  rng.shuffle(items).slice(0, count)
/** The first of `some`, and the rest. */
export function oneOf<T>(rng: Rng, items: readonly T[], count: number) {
  const picked = some(rng, items, count)
  return { target: rng.pick(picked), all: picked }
}

/** Different full names. */
export function people(rng: Rng, count: number): string[] {
  const lasts = rng.shuffle(LAST)
  return some(rng, FIRST, count).map((first, index) => `${first} ${lasts[index % lasts.length]}`)
}
export const person = (rng: Rng): string => `${rng.pick(FIRST)} ${rng.pick(LAST)}`
export const emailOf = (name: string): string =>
  `${name.toLowerCase().replace(' ', '.')}@example.com`

/** Nothing that could be guessed: `KX-4821`. */
export const code = (rng: Rng): string => `${letter(rng)}${letter(rng)}-${rng.int(1000, 10_000)}`
const letter = (rng: Rng) => String.fromCharCode(65 + rng.int(26))

export const two = (value: number): string => String(value).padStart(2, '0')
/** `A, B and C`, quoted. */
export function listed(values: readonly string[]): string {
  const quoted = values.map((value) => `"${value}"`)
  return quoted.length < 2
    ? (quoted[0] ?? '')
    : `${quoted.slice(0, -1).join(', ')} and ${quoted.at(-1)}`
}
