import { TimeError } from './errors.js';

export const MINUTES_PER_DAY = 24 * 60;
const DAYS_PER_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const DAYS_BEFORE_EPOCH = daysBeforeYear(1970);

export function isLeapYear(year) {
  if (year % 400 === 0) return true;
  return year % 4 === 0 && year % 100 !== 0;
}

export function daysInMonth(year, month) {
  return month === 2 && isLeapYear(year) ? 29 : DAYS_PER_MONTH[month - 1];
}

/** Minutes since 1970-01-01 00:00 of an instant given as fields; minutes are passed through. */
export function toMinutes(instant) {
  if (typeof instant === 'number') {
    check('instant', instant, 0, Infinity);
    return instant;
  }
  const { year, month = 1, day = 1, hour = 0, minute = 0 } = instant;
  check('year', year, 1970, 9999);
  check('month', month, 1, 12);
  check('day', day, 1, daysInMonth(year, month));
  check('hour', hour, 0, 23);
  check('minute', minute, 0, 59);
  let days = daysBeforeYear(year) - DAYS_BEFORE_EPOCH + day - 1;
  for (let before = 1; before < month; before += 1) days += daysInMonth(year, before);
  return days * MINUTES_PER_DAY + hour * 60 + minute;
}

/** The fields of an instant, with the weekday (0 is Sunday). */
export function toFields(instant) {
  const minutes = toMinutes(instant);
  const days = Math.floor(minutes / MINUTES_PER_DAY);
  const weekday = (days + 4) % 7;
  let year = 1970 + Math.floor(days / 366);
  let rest = days + DAYS_BEFORE_EPOCH - daysBeforeYear(year);
  while (rest >= daysInYear(year)) {
    rest -= daysInYear(year);
    year += 1;
  }
  let month = 1;
  while (rest >= daysInMonth(year, month)) {
    rest -= daysInMonth(year, month);
    month += 1;
  }
  const time = minutes % MINUTES_PER_DAY;
  return { year, month, day: rest + 1, hour: Math.floor(time / 60), minute: time % 60, weekday };
}

/** An instant as `2024-02-29 09:05`. */
export function formatInstant(instant) {
  const { year, month, day, hour, minute } = toFields(instant);
  return `${year}-${pad(month)}-${pad(day)} ${formatTime(hour * 60 + minute)}`;
}

/** A time of day in minutes as `09:05`. */
export function formatTime(time) {
  return `${pad(Math.floor(time / 60))}:${pad(time % 60)}`;
}

/** Minutes since midnight of a time such as `9:05`; `24:00` is the end of the day. */
export function parseTime(text) {
  const match = /^(\d{1,2}):(\d{2})$/.exec(text);
  if (match === null) throw new TimeError(`Not a time of day: ${text}`);
  const [hour, minute] = [Number(match[1]), Number(match[2])];
  const time = hour * 60 + minute;
  if (minute > 59 || time > MINUTES_PER_DAY) throw new TimeError(`Not a time of day: ${text}`);
  return time;
}

function daysInYear(year) {
  return isLeapYear(year) ? 366 : 365;
}

function daysBeforeYear(year) {
  const past = year - 1;
  return past * 365 + Math.floor(past / 4) - Math.floor(past / 100) + Math.floor(past / 400);
}

function check(name, value, min, max) {
  if (Number.isInteger(value) && value >= min && value <= max) return;
  throw new TimeError(`Not a ${name}: ${value}`);
}

function pad(number) {
  return String(number).padStart(2, '0');
}
