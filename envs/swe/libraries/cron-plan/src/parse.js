import { CronError } from './errors.js';

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

/** What each part of an expression may hold; `count` values from `min`, after which they start again. */
export const FIELDS = [
  { name: 'minute', min: 0, max: 59, count: 60, names: [] },
  { name: 'hour', min: 0, max: 23, count: 24, names: [] },
  { name: 'day', min: 1, max: 31, count: 31, names: [] },
  { name: 'month', min: 1, max: 12, count: 12, names: MONTHS },
  { name: 'weekday', min: 0, max: 7, count: 7, names: WEEKDAYS },
];

const ALIASES = new Map([
  ['@yearly', '0 0 1 1 *'],
  ['@annually', '0 0 1 1 *'],
  ['@monthly', '0 0 1 * *'],
  ['@weekly', '0 0 * * 0'],
  ['@daily', '0 0 * * *'],
  ['@midnight', '0 0 * * *'],
  ['@hourly', '0 * * * *'],
]);

/** Reads an expression of five parts, or an alias, into a schedule. */
export function parse(expression) {
  const text = expression.trim().toLowerCase();
  if (text.startsWith('@') && !ALIASES.has(text)) throw new CronError('no such alias', text);
  const parts = (ALIASES.get(text) ?? text).split(/\s+/);
  if (parts.length !== FIELDS.length) throw new CronError('it needs five parts', `"${text}"`);

  const schedule = { lastDay: false };
  FIELDS.forEach((field, index) => {
    const part = parts[index];
    if (field.name === 'day' && part === 'l') {
      schedule.lastDay = true;
      schedule.day = [];
    } else {
      schedule[field.name] = parseField(part, field);
    }
  });
  return schedule;
}

/** Whether an expression can be read. */
export function isValid(expression) {
  try {
    parse(expression);
    return true;
  } catch (error) {
    if (error instanceof CronError) return false;
    throw error;
  }
}

/** The values of one part in increasing order, each once. */
export function parseField(text, field) {
  const values = new Set();
  for (const item of text.split(',')) {
    for (const value of parseItem(item, field)) values.add(value);
  }
  return [...values].sort((a, b) => a - b);
}

/** Whether a part of a schedule holds all there are. */
export function isEvery(schedule, name) {
  const field = FIELDS.find((candidate) => candidate.name === name);
  return schedule[name].length === field.count;
}

/** The expression of a schedule, as short as it goes. */
export function format(schedule) {
  return FIELDS.map(({ name }) => {
    if (name === 'day' && schedule.lastDay) return 'L';
    return isEvery(schedule, name) ? '*' : compact(schedule[name]);
  }).join(' ');
}

/** Increasing numbers as a list of ranges: `1,2,3,5` is `1-3,5`. */
export function compact(values) {
  const ranges = [];
  for (const value of values) {
    const range = ranges.at(-1);
    if (range !== undefined && range.to === value - 1) range.to = value;
    else ranges.push({ from: value, to: value });
  }
  return ranges.map(({ from, to }) => (from === to ? `${from}` : `${from}-${to}`)).join(',');
}

function parseItem(item, field) {
  const [range, stepText, ...more] = item.split('/');
  if (more.length > 0) throw new CronError('more than one step', item);
  const step = stepText === undefined ? 1 : parseStep(stepText, item);
  const last = field.min + field.count - 1;
  if (range === '*') return spread(field, field.min, last, step);

  const ends = range.split('-');
  if (ends.length > 2) throw new CronError('a range has two ends', item);
  const from = parseValue(ends[0], field);
  if (ends.length === 2) return spread(field, from, parseValue(ends[1], field), step);
  return spread(field, from, stepText === undefined ? from : last, step);
}

/** Every `step`th value from one to another; a range whose start is later than its end goes round. */
function spread(field, from, to, step) {
  const length = to >= from ? to - from : to - from + field.count;
  const values = [];
  for (let offset = 0; offset <= length; offset += step) {
    values.push(field.min + ((from - field.min + offset) % field.count));
  }
  return values;
}

function parseStep(text, item) {
  const step = /^\d+$/.test(text) ? Number(text) : 0;
  if (step === 0) throw new CronError('a step is a number from 1', item);
  return step;
}

function parseValue(text, field) {
  const index = field.names.indexOf(text);
  if (index !== -1) return field.min + index;
  const value = /^\d+$/.test(text) ? Number(text) : -1;
  if (value < field.min || value > field.max) throw new CronError(`not a ${field.name}`, `"${text}"`);
  return value;
}
