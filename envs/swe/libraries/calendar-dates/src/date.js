import { DateError } from './errors.js';

const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const LAST_YEAR = 9999;
const MEAN_YEAR = 365.2425;

export function isLeapYear(year) {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

export function daysInMonth(year, month) {
  return month === 2 && isLeapYear(year) ? 29 : MONTH_DAYS[month - 1];
}

/** A date as a frozen `{ year, month, day }`; months and days count from 1. */
export function civil(year, month = 1, day = 1) {
  if (!inRange(year, 1, LAST_YEAR)) throw new DateError(`No such year: ${year}`, year);
  if (!inRange(month, 1, 12)) throw new DateError(`No such month: ${month}`, month);
  if (!inRange(day, 1, daysInMonth(year, month))) throw new DateError(`No such day: ${day}`, day);
  return Object.freeze({ year, month, day });
}

function inRange(value, low, high) {
  return Number.isInteger(value) && value >= low && value <= high;
}

function daysBeforeYear(year) {
  const past = year - 1;
  return past * 365 + Math.floor(past / 4) - Math.floor(past / 100) + Math.floor(past / 400);
}

/** Days from 1 January of year 1, which is day 1. */
export function toDayNumber({ year, month, day }) {
  let days = daysBeforeYear(year) + day;
  for (let before = 1; before < month; before += 1) days += daysInMonth(year, before);
  return days;
}

export function fromDayNumber(number) {
  if (!Number.isInteger(number)) throw new DateError(`No such day number: ${number}`, number);
  let year = Math.floor((number - 1) / MEAN_YEAR) + 1;
  if (number > daysBeforeYear(year + 1)) year += 1;
  let day = number - daysBeforeYear(year);
  for (let month = 1; month < 12; month += 1) {
    const length = daysInMonth(year, month);
    if (day <= length) return civil(year, month, day);
    day -= length;
  }
  return civil(year, 12, day);
}

/** -1, 0 or 1, for sorting. */
export function compare(a, b) {
  return Math.sign(a.year - b.year || a.month - b.month || a.day - b.day);
}

export function equals(a, b) {
  return compare(a, b) === 0;
}

/** The dates from the earliest to the latest; the list itself stays as it is. */
export function sortDates(dates) {
  return [...dates].sort(compare);
}

export function earliest(dates) {
  return sortDates(dates)[0] ?? null;
}

export function latest(dates) {
  return sortDates(dates).at(-1) ?? null;
}
