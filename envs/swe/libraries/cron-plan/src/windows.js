import { TimeError } from './errors.js';
import { FIELDS, parseField } from './parse.js';
import { parseTime, toFields, toMinutes } from './time.js';

/**
 * A stretch of time: once (`{ from, to }`, two instants) or every day (`{ start, end, weekdays }`, two
 * times of day). The end does not belong to it.
 */
export function createWindow(window) {
  if (window.from !== undefined) {
    const once = { from: toMinutes(window.from), to: toMinutes(window.to) };
    if (once.to <= once.from) throw new TimeError('A window ends after it starts');
    return once;
  }
  const weekdays = FIELDS.find(({ name }) => name === 'weekday');
  return {
    start: parseTime(window.start ?? '0:00'),
    end: parseTime(window.end ?? '24:00'),
    weekdays: parseField((window.weekdays ?? '*').toLowerCase(), weekdays),
  };
}

/** Whether an instant lies in a window made by `createWindow`. */
export function isInside(window, instant) {
  const at = toMinutes(instant);
  if (window.from !== undefined) return at >= window.from && at < window.to;
  const { hour, minute, weekday } = toFields(at);
  const time = hour * 60 + minute;
  const { start, end, weekdays } = window;
  if (start < end) return weekdays.includes(weekday) && time >= start && time < end;

  const yesterday = (weekday + 6) % 7;
  if (time >= start) return weekdays.includes(weekday);
  return time < end && weekdays.includes(yesterday);
}

/** Whether an instant lies in any of the windows. */
export function isExcluded(windows, instant) {
  return windows.some((window) => isInside(window, instant));
}

/** A copy that shares nothing with the window. */
export function copyWindow(window) {
  if (window.from !== undefined) return { ...window };
  return { ...window, weekdays: [...window.weekdays] };
}

/** Windows that happen once, in order; those that touch or overlap are made one. */
export function joinWindows(windows) {
  const sorted = [...windows].sort((a, b) => a.from - b.from);
  const joined = [];
  for (const { from, to } of sorted) {
    const last = joined.at(-1);
    if (last !== undefined && from <= last.to) last.to = Math.max(last.to, to);
    else joined.push({ from, to });
  }
  return joined;
}
