/** In English, whatever the machine speaks. */
const named = (now: number, part: { month: 'long' } | { weekday: 'long' }): string =>
  new Intl.DateTimeFormat('en-US', { ...part, timeZone: 'UTC' }).format(now)

/** Python's `strftime` in English and UTC; a directive it does not know is left as it is. */
export function strftime(format: string, now: number): string {
  const date = new Date(now)
  const padded = (value: number, length = 2) => String(value).padStart(length, '0')
  const day = named(now, { weekday: 'long' })
  const month = named(now, { month: 'long' })
  const year = date.getUTCFullYear()
  const hour = date.getUTCHours()
  const dayOfYear = 1 + Math.floor((now - Date.UTC(year, 0, 1)) / 86_400_000)
  const values: Readonly<Record<string, string>> = {
    Y: padded(year, 4),
    y: padded(year % 100),
    m: padded(date.getUTCMonth() + 1),
    d: padded(date.getUTCDate()),
    B: month,
    b: month.slice(0, 3),
    A: day,
    a: day.slice(0, 3),
    H: padded(hour),
    I: padded(hour % 12 === 0 ? 12 : hour % 12),
    p: hour < 12 ? 'AM' : 'PM',
    M: padded(date.getUTCMinutes()),
    S: padded(date.getUTCSeconds()),
    j: padded(dayOfYear, 3),
    '%': '%',
  }
  return format.replace(/%(-?)([A-Za-z%])/g, (directive, dash: string, letter: string) => {
    const value = values[letter]
    if (value === undefined) return directive
    return dash === '-' && /^\d+$/.test(value) ? String(Number(value)) : value
  })
}
