import { addDays, addMonths, startOf } from './arithmetic.js';
import { compare, equals } from './date.js';
import { DateError } from './errors.js';
import { weekday } from './week.js';

const UNITS = ['day', 'week', 'month', 'year'];

function checkRule({ start, unit, every = 1, on = [], until, count }) {
  if (start === undefined) throw new DateError('A rule needs a start', start);
  if (!UNITS.includes(unit)) throw new DateError(`No such unit: ${unit}`, unit);
  if (!(every >= 1)) throw new DateError(`Not a step: ${every}`, every);
  if (until && count !== undefined) throw new DateError('Either until or count', count);
  if (on.length > 0 && unit !== 'week') throw new DateError('Days are for weeks only', on);
}

function* weekly({ start, every = 1, on = [] }) {
  const days = on.length > 0 ? [...on].sort((a, b) => a - b) : [weekday(start)];
  for (let monday = startOf(start, 'week'); ; monday = addDays(monday, every * 7)) {
    for (const day of days) {
      const date = addDays(monday, day - 1);
      if (compare(date, start) >= 0) yield date;
    }
  }
}

/** Steps are counted from the start, so a short month does not shorten those after it. */
function* monthly({ start, every = 1, shortMonths = 'clamp' }, size) {
  for (let step = 0; ; step += every) {
    const date = addMonths(start, step * size);
    if (date.day === start.day || shortMonths === 'clamp') yield date;
  }
}

function* daily({ start, every = 1 }) {
  for (let date = start; ; date = addDays(date, every)) yield date;
}

function datesOf(rule) {
  if (rule.unit === 'day') return daily(rule);
  if (rule.unit === 'week') return weekly(rule);
  return monthly(rule, rule.unit === 'month' ? 1 : 12);
}

/** Every date of a rule, in order. Excepted dates are left out, but `count` counts them. */
export function* occurrences(rule) {
  checkRule(rule);
  const { until, count = Infinity, except = [] } = rule;
  let left = count;
  for (const date of datesOf(rule)) {
    if (left <= 0 || (until && compare(date, until) > 0)) return;
    left -= 1;
    if (!except.some((other) => equals(other, date))) yield date;
  }
}

/** The first dates of a rule, n at most. */
export function firstOccurrences(rule, n) {
  const dates = [];
  if (n <= 0) return dates;
  for (const date of occurrences(rule)) {
    dates.push(date);
    if (dates.length >= n) break;
  }
  return dates;
}

/** The dates of a rule from one day to another, both taken in. */
export function occurrencesBetween(rule, from, to) {
  const dates = [];
  for (const date of occurrences(rule)) {
    if (compare(date, to) > 0) break;
    if (compare(date, from) >= 0) dates.push(date);
  }
  return dates;
}

/** The first date of a rule after a day, or null. */
export function nextOccurrence(rule, after) {
  for (const date of occurrences(rule)) {
    if (compare(date, after) > 0) return date;
  }
  return null;
}
