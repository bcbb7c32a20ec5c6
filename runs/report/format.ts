import type { Format } from './blocks.ts'

const MINUS = '−'
const integer = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })
const signed = new Intl.NumberFormat('en-US', {
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
  signDisplay: 'exceptZero',
})

/** How a cell's raw value is read; nothing is a dash. */
export function formatCell(value: string | number | null, format: Format): string {
  if (value === null) return '–'
  if (typeof value === 'string') return value
  if (!Number.isFinite(value)) return String(value)
  switch (format) {
    case 'integer':
      return formatInteger(value)
    case 'share':
      return formatShare(value)
    case 'points':
      return `${minus(signed.format(value * 100))} pp`
    case 'ms':
      return formatMs(value)
    case 'number':
    case 'text':
      return formatNumber(value)
  }
}

export const formatInteger = (value: number): string => minus(integer.format(value))

/** Four significant digits: enough to tell rewards apart. */
export function formatNumber(value: number): string {
  if (Number.isInteger(value)) return formatInteger(value)
  const size = Math.abs(value)
  const text =
    size >= 1e6 || size < 1e-4
      ? value.toExponential(2)
      : new Intl.NumberFormat('en-US', { maximumSignificantDigits: 4 }).format(value)
  return minus(text)
}

export const formatShare = (value: number): string => `${minus((value * 100).toFixed(1))} %`

/** Milliseconds in the unit that is read at once. */
export function formatMs(ms: number): string {
  if (ms < 0) return `${MINUS}${formatMs(-ms)}`
  if (ms > 0 && ms < 1) return '<1 ms'
  if (ms < 999.5) return `${Math.round(ms)} ms`
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`
  const seconds = Math.round(ms / 1000)
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`
  const minutes = Math.round(seconds / 60)
  return `${integer.format(Math.floor(minutes / 60))} h ${minutes % 60} min`
}

/** `1 turn`, `2 turns`. */
export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${formatInteger(count)} ${count === 1 ? one : many}`

const minus = (text: string) => text.replace('-', MINUS)
