import { civil, compare, daysInMonth, fromDayNumber, toDayNumber } from './date.js';
import { DateError } from './errors.js';
import { weekday } from './week.js';

export function addDays(date, days) {
  return fromDayNumber(toDayNumber(date) + days);
}

/**
 * The same day some months later. Where that month is too short, `overflow` decides: 'clamp' takes
 * its last day, 'roll' goes on into the next month, 'reject' throws.
 */
export function addMonths(date, months, { overflow = 'clamp' } = {}) {
  const index = date.year * 12 + date.month - 1 + months;
  const year = Math.floor(index / 12);
  const month = index - year * 12 + 1;
  const last = daysInMonth(year, month);
  if (date.day <= last) return civil(year, month, date.day);
  if (overflow === 'reject') throw new DateError(`No day ${date.day} in month ${month}`, date.day);
  const end = civil(year, month, last);
  return overflow === 'roll' ? addDays(end, date.day - last) : end;
}

export function addYears(date, years, options = {}) {
  return addMonths(date, years * 12, options);
}

/** Days from one date to another, negative when the second comes first. */
export function daysBetween(from, to) {
  return toDayNumber(to) - toDayNumber(from);
}

/** Whole months that have passed; a month that is not full does not count. */
export function monthsBetween(from, to) {
  if (compare(from, to) > 0) return 0 - monthsBetween(to, from);
  const months = (to.year - from.year) * 12 + to.month - from.month;
  return compare(addMonths(from, months), to) > 0 ? months - 1 : months;
}

/** The first day of the week (Monday), month or year a date is in. */
export function startOf(date, unit) {
  switch (unit) {
    case 'week':
      return addDays(date, 1 - weekday(date));
    case 'month':
      return civil(date.year, date.month);
    case 'year':
      return civil(date.year);
    default:
      throw new DateError(`No such unit: ${unit}`, unit);
  }
}

export function endOf(date, unit) {
  const start = startOf(date, unit);
  if (unit === 'week') return addDays(start, 6);
  const month = unit === 'month' ? start.month : 12;
  return civil(start.year, month, daysInMonth(start.year, month));
}
