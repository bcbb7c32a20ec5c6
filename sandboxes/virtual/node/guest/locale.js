const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]
const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']

const group = (digits) => digits.replace(/\B(?=(\d{3})+$)/g, ',')

/** A number as `en-US` writes it. */
function formatNumber(value, options = {}) {
  const number = Number(value)
  if (Number.isNaN(number)) return 'NaN'
  const scaled = options.style === 'percent' ? number * 100 : number
  const currency = options.style === 'currency'
  const minimum = options.minimumFractionDigits ?? (currency ? 2 : 0)
  const maximum =
    options.maximumFractionDigits ??
    Math.max(minimum, currency ? 2 : options.style === 'percent' ? 0 : 3)
  if (!Number.isFinite(scaled)) return scaled < 0 ? '-∞' : '∞'
  let [whole, fraction = ''] = roundHalfUp(Math.abs(scaled), maximum).split('.')
  while (fraction.length > minimum && fraction.endsWith('0')) fraction = fraction.slice(0, -1)
  if (options.minimumIntegerDigits) whole = whole.padStart(options.minimumIntegerDigits, '0')
  const digits = options.useGrouping === false ? whole : group(whole)
  const symbol = currency
    ? ({ USD: '$', EUR: '€', GBP: '£', JPY: '¥' }[options.currency] ?? `${options.currency} `)
    : ''
  const sign = number < 0 || Object.is(number, -0) ? '-' : ''
  return `${sign}${symbol}${digits}${fraction === '' ? '' : `.${fraction}`}${options.style === 'percent' ? '%' : ''}`
}

/** Rounds the shortest decimal text: 1.005 to two digits is 1.01, as ICU has it. */
function roundHalfUp(value, digits) {
  const text = `${value}`
  if (text.includes('e')) return value.toFixed(Math.min(digits, 100))
  const [whole, fraction = ''] = text.split('.')
  if (fraction.length <= digits) return text
  const kept = BigInt(`${whole}${fraction.slice(0, digits)}`) + (fraction[digits] >= '5' ? 1n : 0n)
  const padded = `${kept}`.padStart(digits + 1, '0')
  return digits === 0 ? padded : `${padded.slice(0, -digits)}.${padded.slice(-digits)}`
}

const two = (number) => `${number}`.padStart(2, '0')

function timeText(date) {
  const hours = date.getUTCHours()
  return `${hours % 12 || 12}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())} ${hours < 12 ? 'AM' : 'PM'}`
}

function dateText(date, options = {}) {
  const { weekday, year, month, day } = options
  if (weekday === undefined && year === undefined && month === undefined && day === undefined) {
    return `${date.getUTCMonth() + 1}/${date.getUTCDate()}/${date.getUTCFullYear()}`
  }
  const dayText =
    day === undefined ? '' : day === '2-digit' ? two(date.getUTCDate()) : `${date.getUTCDate()}`
  const yearText =
    year === undefined
      ? ''
      : year === '2-digit'
        ? `${date.getUTCFullYear()}`.slice(-2)
        : `${date.getUTCFullYear()}`
  if (month === 'long' || month === 'short') {
    const name = MONTHS[date.getUTCMonth()].slice(0, month === 'long' ? undefined : 3)
    const weekdayText =
      weekday === undefined
        ? ''
        : `${DAYS[date.getUTCDay()].slice(0, weekday === 'long' ? undefined : 3)}, `
    const dayPart = dayText === '' ? name : `${name} ${dayText}`
    return `${weekdayText}${dayPart}${yearText === '' ? '' : `${dayText === '' ? ' ' : ', '}${yearText}`}`
  }
  const monthText =
    month === undefined
      ? ''
      : month === '2-digit'
        ? two(date.getUTCMonth() + 1)
        : `${date.getUTCMonth() + 1}`
  return [monthText, dayText, yearText].filter(Boolean).join('/')
}

class NumberFormat {
  #options

  constructor(_locale, options = {}) {
    this.#options = options
    this.format = (value) => formatNumber(value, this.#options)
  }

  resolvedOptions() {
    return { locale: 'en-US', numberingSystem: 'latn', ...this.#options }
  }
}

class DateTimeFormat {
  #options

  constructor(_locale, options = {}) {
    this.#options = options
    this.format = (value) => dateText(new Date(value ?? Date.now()), this.#options)
  }

  resolvedOptions() {
    return { locale: 'en-US', calendar: 'gregory', numberingSystem: 'latn', timeZone: 'UTC' }
  }
}

class Collator {
  constructor() {
    this.compare = (a, b) => `${a}`.localeCompare(`${b}`)
  }
}

class PluralRules {
  #isOrdinal

  constructor(_locale, options = {}) {
    this.#isOrdinal = options.type === 'ordinal'
  }

  select(value) {
    if (!this.#isOrdinal) return value === 1 ? 'one' : 'other'
    const tens = value % 100
    if (tens >= 11 && tens <= 13) return 'other'
    return { 1: 'one', 2: 'two', 3: 'few' }[value % 10] ?? 'other'
  }
}

class Segmenter {
  segment(text) {
    let index = 0
    return Array.from(`${text}`, (segment) => {
      const item = { segment, index, input: text }
      index += segment.length
      return item
    })
  }
}

/** A case-insensitive first order, lower case first on a tie: what `en-US` does with letters. */
function localeCompare(self, other) {
  const fold = (text) =>
    text
      .normalize('NFD')
      .replace(/[\u0300-\u036f]/g, '')
      .toLowerCase()
  const [left, right] = [fold(self), fold(other)]
  if (left !== right) return rank(left) < rank(right) ? -1 : 1
  if (self === other) return 0
  for (let i = 0; i < Math.min(self.length, other.length); i++) {
    if (self[i] !== other[i]) return self[i] === self[i].toLowerCase() ? -1 : 1
  }
  return self.length < other.length ? -1 : 1
}

/** Punctuation sorts before digits, digits before letters. */
function rank(text) {
  return Array.from(text, (character) => {
    const kind = /[a-z]/.test(character)
      ? 2
      : /\d/.test(character)
        ? 1
        : /\p{L}/u.test(character)
          ? 3
          : 0
    return `${kind}${character}`
  }).join('')
}

/** A small `Intl` and the `toLocale…` methods, all for `en-US` and UTC. */
export function installLocale() {
  const define = (object, name, value) =>
    Object.defineProperty(object, name, {
      value,
      writable: true,
      configurable: true,
      enumerable: false,
    })
  define(globalThis, 'Intl', {
    NumberFormat,
    DateTimeFormat,
    Collator,
    PluralRules,
    Segmenter,
    getCanonicalLocales: (locales) => [locales].flat(),
  })
  define(Number.prototype, 'toLocaleString', function numberToLocaleString(_locale, options) {
    return formatNumber(this, options)
  })
  define(BigInt.prototype, 'toLocaleString', function bigintToLocaleString() {
    return `${this}`.replace(/\d+/, group)
  })
  const { toString: fullText, toTimeString: timeOnly } = Date.prototype
  const withZone = (text) =>
    text === 'Invalid Date' ? text : `${text} (Coordinated Universal Time)`
  define(Date.prototype, 'toString', function dateToString() {
    return withZone(Reflect.apply(fullText, this, []))
  })
  define(Date.prototype, 'toTimeString', function dateToTimeString() {
    return withZone(Reflect.apply(timeOnly, this, []))
  })
  define(Date.prototype, 'toLocaleDateString', function toLocaleDateString(_locale, options) {
    return dateText(this, options)
  })
  define(Date.prototype, 'toLocaleTimeString', function toLocaleTimeString() {
    return timeText(this)
  })
  define(Date.prototype, 'toLocaleString', function dateToLocaleString() {
    return `${dateText(this)}, ${timeText(this)}`
  })
  define(String.prototype, 'localeCompare', function localeCompareMethod(other, _locale, options) {
    if (options?.numeric) return naturalCompare(`${this}`, `${other}`)
    return localeCompare(`${this}`, `${other}`)
  })
}

function naturalCompare(a, b) {
  const left = a.match(/\d+|\D+/g) ?? []
  const right = b.match(/\d+|\D+/g) ?? []
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const areNumbers = /^\d/.test(left[i]) && /^\d/.test(right[i])
    const order = areNumbers
      ? Math.sign(Number(left[i]) - Number(right[i]))
      : localeCompare(left[i], right[i])
    if (order !== 0) return order
  }
  return Math.sign(left.length - right.length)
}
