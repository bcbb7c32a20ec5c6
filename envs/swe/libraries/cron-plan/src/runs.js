import { isEvery } from './parse.js';
import { daysInMonth, MINUTES_PER_DAY, toFields, toMinutes } from './time.js';
import { isExcluded } from './windows.js';

const DAYS_SEARCHED = 8 * 366;

/** Whether a schedule runs at an instant. */
export function matches(schedule, instant) {
  const fields = toFields(instant);
  const isTime = schedule.hour.includes(fields.hour) && schedule.minute.includes(fields.minute);
  return isTime && runsOnDay(schedule, fields);
}

/** The first run after an instant, or null when there is none in eight years. */
export function next(schedule, after, { excluded = [] } = {}) {
  const start = toMinutes(after) + 1;
  const times = timesOfDay(schedule);
  const firstDay = Math.floor(start / MINUTES_PER_DAY);
  for (let day = firstDay; day <= firstDay + DAYS_SEARCHED; day += 1) {
    const midnight = day * MINUTES_PER_DAY;
    if (!runsOnDay(schedule, toFields(midnight))) continue;
    for (const time of times) {
      const run = midnight + time;
      if (run >= start && !isExcluded(excluded, run)) return run;
    }
  }
  return null;
}

/** The last run before an instant, or null when there is none in eight years. */
export function previous(schedule, before, { excluded = [] } = {}) {
  const end = toMinutes(before);
  const times = timesOfDay(schedule).reverse();
  const lastDay = Math.floor(end / MINUTES_PER_DAY);
  const firstDay = Math.max(0, lastDay - DAYS_SEARCHED);
  for (let day = lastDay; day >= firstDay; day -= 1) {
    const midnight = day * MINUTES_PER_DAY;
    if (!runsOnDay(schedule, toFields(midnight))) continue;
    for (const time of times) {
      const run = midnight + time;
      if (run < end && !isExcluded(excluded, run)) return run;
    }
  }
  return null;
}

/** The next runs after an instant; fewer when there are no more. */
export function upcoming(schedule, after, count = 5, options = {}) {
  const runs = [];
  let last = after;
  while (runs.length < count) {
    last = next(schedule, last, options);
    if (last === null) break;
    runs.push(last);
  }
  return runs;
}

/** All runs from one instant up to, but not at, another. */
export function between(schedule, from, to, options = {}) {
  const start = toMinutes(from);
  const end = toMinutes(to);
  const runs = [];
  let run = runsAt(schedule, start, options) ? start : next(schedule, start, options);
  while (run !== null && run < end) {
    runs.push(run);
    run = next(schedule, run, options);
  }
  return runs;
}

/** The instants from one up to another at which both schedules run. */
export function collisions(first, second, from, to) {
  return between(first, from, to).filter((run) => matches(second, run));
}

function runsAt(schedule, instant, { excluded = [] }) {
  return matches(schedule, instant) && !isExcluded(excluded, instant);
}

/** When both day and weekday are restricted, either is enough. */
function runsOnDay(schedule, { year, month, day, weekday }) {
  if (!schedule.month.includes(month)) return false;
  const isLast = schedule.lastDay && day === daysInMonth(year, month);
  const isDay = isLast || schedule.day.includes(day);
  const isWeekday = schedule.weekday.includes(weekday);
  if (isEvery(schedule, 'day') || isEvery(schedule, 'weekday')) return isDay && isWeekday;
  return isDay || isWeekday;
}

function timesOfDay({ hour, minute }) {
  return hour.flatMap((hours) => minute.map((minutes) => hours * 60 + minutes));
}
