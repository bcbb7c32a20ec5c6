import { civil, daysInMonth, fromDayNumber, toDayNumber } from './date.js';
import { DateError } from './errors.js';

/** 1 is Monday, 7 is Sunday. */
export function weekday(date) {
  return ((toDayNumber(date) - 1) % 7) + 1;
}

export function dayOfYear(date) {
  return toDayNumber(date) - toDayNumber(civil(date.year)) + 1;
}

/** The ISO week a date is in: the year is the one that its Thursday is in. */
export function isoWeek(date) {
  const day = weekday(date);
  const thursday = fromDayNumber(toDayNumber(date) + 4 - day);
  return { year: thursday.year, week: Math.ceil(dayOfYear(thursday) / 7), weekday: day };
}

/** 52, or 53 where 28 December is in a week 53. */
export function isoWeeksInYear(year) {
  return isoWeek(civil(year, 12, 28)).week;
}

export function fromIsoWeek(year, week, day = 1) {
  if (week < 1 || week > isoWeeksInYear(year)) throw new DateError(`No such week: ${week}`, week);
  const fourth = civil(year, 1, 4);
  const monday = toDayNumber(fourth) - weekday(fourth) + 1;
  return fromDayNumber(monday + (week - 1) * 7 + day - 1);
}

/** The next such weekday after a date, or the date itself with `orSame`. */
export function nextWeekday(date, day, { orSame = false } = {}) {
  const ahead = (day - weekday(date) + 7) % 7;
  return fromDayNumber(toDayNumber(date) + (ahead === 0 && !orSame ? 7 : ahead));
}

export function previousWeekday(date, day, { orSame = false } = {}) {
  const back = (weekday(date) - day + 7) % 7;
  return fromDayNumber(toDayNumber(date) - (back === 0 && !orSame ? 7 : back));
}

/** The nth such weekday of a month, counted from its end when n is negative; null if there is none. */
export function nthWeekday(year, month, day, n) {
  const last = daysInMonth(year, month);
  if (n > 0) {
    const first = nextWeekday(civil(year, month), day, { orSame: true });
    const number = first.day + (n - 1) * 7;
    return number > last ? null : civil(year, month, number);
  }
  const final = previousWeekday(civil(year, month, last), day, { orSame: true });
  const number = final.day + (n + 1) * 7;
  return number < 1 ? null : civil(year, month, number);
}
