import { host } from 'node:internal/host'

const entries = []

function timeOf(mark) {
  if (mark === undefined) return undefined
  return typeof mark === 'number'
    ? mark
    : entries.findLast((entry) => entry.name === mark)?.startTime
}

function add(entryType, name, startTime, duration, detail) {
  const entry = { name, entryType, startTime, duration, detail: detail ?? null }
  entries.push(entry)
  return entry
}

/** `performance`, on the simulated clock. */
export const performance = {
  get timeOrigin() {
    return host.startTime()
  },
  now: () => host.now() - host.startTime(),
  mark: (name, options = {}) =>
    add('mark', `${name}`, options.startTime ?? performance.now(), 0, options.detail),
  measure(name, start, end) {
    const from = timeOf(typeof start === 'object' ? start.start : start) ?? 0
    const to = timeOf(typeof start === 'object' ? start.end : end) ?? performance.now()
    return add('measure', `${name}`, from, to - from, start?.detail)
  },
  getEntries: () => entries.slice(),
  getEntriesByName: (name) => entries.filter((entry) => entry.name === name),
  getEntriesByType: (type) => entries.filter((entry) => entry.entryType === type),
  clearMarks: () => entries.splice(0),
  clearMeasures: () => entries.splice(0),
  timerify: (fn) => fn,
  toJSON: () => ({ timeOrigin: performance.timeOrigin }),
}

export default { performance, constants: {} }
