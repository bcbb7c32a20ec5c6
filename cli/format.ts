import pc from 'picocolors'

/** Milliseconds as people read them: `< 1 ms`, `31 ms`, `2.5 s`. */
export function formatMs(ms: number): string {
  if (ms < 1) return '< 1 ms'
  if (ms < 999.5) return `${Math.round(ms)} ms`
  return formatSeconds(ms / 1000)
}

/** Seconds as people read them: `0.3 s`, `42 s`, `3 min 05 s`, `2 h 10 min`. */
export function formatSeconds(seconds: number): string {
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`
  const whole = Math.round(seconds)
  if (whole < 60) return `${whole} s`
  const minutes = Math.floor(whole / 60)
  if (minutes < 60) return `${minutes} min ${String(whole % 60).padStart(2, '0')} s`
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`
}

export function formatPercent(share: number): string {
  return `${(share * 100).toFixed(1)} %`
}

export function formatNumber(value: number | null, digits = 3): string {
  return value === null ? '-' : value.toFixed(digits)
}

/** Three significant digits, without exponents. */
export function formatRate(perSecond: number): string {
  if (perSecond >= 100) return perSecond.toFixed(0)
  return perSecond >= 10 ? perSecond.toFixed(1) : perSecond.toFixed(2)
}

/** Colours for one stream: on a terminal, unless NO_COLOR says otherwise; FORCE_COLOR turns them on. */
export function coloursFor(stream: {
  readonly isTTY?: boolean
}): ReturnType<typeof pc.createColors> {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env
  if (NO_COLOR) return pc.createColors(false)
  return pc.createColors(Boolean(FORCE_COLOR) || (stream.isTTY === true && TERM !== 'dumb'))
}
