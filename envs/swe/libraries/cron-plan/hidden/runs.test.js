import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  between, copyWindow, createWindow, formatInstant, formatTime, isInside, joinWindows, matches, next, parse, parseTime, previous, toFields, toMinutes, upcoming,
} from '../src/index.js';

function written(runs) {
  return runs.map((run) => formatInstant(run));
}

describe('time: calendar', () => {
  it('knows the first and the last minute of years', () => {
    const last = toMinutes({ year: 2000, month: 12, day: 31, hour: 23, minute: 59 });

    assert.deepEqual(toFields(last), { year: 2000, month: 12, day: 31, hour: 23, minute: 59, weekday: 0 });
    assert.deepEqual(toFields(last + 1), { year: 2001, month: 1, day: 1, hour: 0, minute: 0, weekday: 1 });
    assert.deepEqual(toFields(0), { year: 1970, month: 1, day: 1, hour: 0, minute: 0, weekday: 4 });
  });

  it('gives back what it was given', () => {
    const instants = [59, 1439, 1440, 59 * 1440, 60 * 1440, 11016 * 1440, 21500000, 68000000];

    assert.deepEqual(instants.map((instant) => toMinutes(toFields(instant))), instants);
  });

  it('refuses instants that do not exist', () => {
    assert.throws(() => toMinutes({ year: 1969 }), { message: 'Not a year: 1969' });
    assert.throws(() => toMinutes({ year: 2024, month: 13 }), { message: 'Not a month: 13' });
    assert.throws(() => toMinutes({ year: 2023, month: 2, day: 29, minute: 4 }), { message: 'Not a day: 29' });
    assert.throws(() => toMinutes({ year: 2024, hour: 24 }), { message: 'Not a hour: 24' });
    assert.throws(() => toMinutes({ year: 2024, minute: 60 }), { message: 'Not a minute: 60' });
    assert.throws(() => toMinutes(-1), { message: 'Not a instant: -1' });
    assert.throws(() => toMinutes(1.5), { name: 'TimeError' });
  });

  it('accepts the largest hour and minute and the end of a day', () => {
    assert.equal(toMinutes({ year: 1970, hour: 23, minute: 59 }), 1439);
    assert.equal(parseTime('24:00'), 1440);
    assert.equal(formatTime(1439), '23:59');
  });

  it('refuses times of day that do not exist', () => {
    assert.throws(() => parseTime('24:01'), { message: 'Not a time of day: 24:01' });
    assert.throws(() => parseTime('1:60'), { name: 'TimeError' });
    assert.throws(() => parseTime('noon'), { name: 'TimeError', message: 'Not a time of day: noon' });
    assert.equal(parseTime('01:59'), 119);
  });
});

describe('runs: corners', () => {
  it('does not count the instant itself', () => {
    const schedule = parse('0 9 * * *');
    const at = toMinutes({ year: 2024, hour: 9 });

    assert.equal(next(schedule, at) - at, 1440);
    assert.equal(previous(schedule, at) - at, -1440);
    assert.equal(next(schedule, at - 1), at);
    assert.equal(previous(schedule, at + 1), at);
  });

  it('crosses months and years', () => {
    assert.equal(formatInstant(next(parse('0 0 1 1 *'), { year: 2024, day: 1 })), '2025-01-01 00:00');
    assert.equal(formatInstant(previous(parse('59 23 31 * *'), { year: 2024, month: 7, day: 2 })), '2024-05-31 23:59');
  });

  it('finds 29 February beyond a year that has none', () => {
    const schedule = parse('0 0 29 2 *');

    assert.equal(formatInstant(next(schedule, { year: 2096, month: 3 })), '2104-02-29 00:00');
  });

  it('gives null for a day that never comes', () => {
    assert.equal(next(parse('0 0 30 2 *'), { year: 2024 }), null);
    assert.equal(previous(parse('0 0 30 2 *'), { year: 1971 }), null);
    assert.equal(previous(parse('0 12 * * *'), { year: 1970, hour: 12 }), null);
    assert.equal(previous(parse('0 12 * * *'), { year: 1970, hour: 13 }), 720);
  });

  it('needs only one of day and weekday when both are restricted', () => {
    const runs = upcoming(parse('0 0 13 * fri'), { year: 2024, month: 9, day: 1 }, 4);

    assert.deepEqual(written(runs), ['2024-09-06 00:00', '2024-09-13 00:00', '2024-09-20 00:00', '2024-09-27 00:00']);
    assert.equal(matches(parse('0 0 13 * fri'), { year: 2024, month: 10, day: 13 }), true);
  });

  it('runs on the last day of every month', () => {
    const runs = upcoming(parse('0 0 L * *'), { year: 2024, month: 1, day: 31 }, 3);

    assert.deepEqual(written(runs), ['2024-02-29 00:00', '2024-03-31 00:00', '2024-04-30 00:00']);
  });

  it('takes the latest time of the day before', () => {
    const schedule = parse('10,50 8,20 * * *');

    assert.equal(formatInstant(previous(schedule, { year: 2024, day: 5 })), '2024-01-04 20:50');
    assert.equal(formatInstant(next(schedule, { year: 2024, day: 5, hour: 8, minute: 10 })), '2024-01-05 08:50');
  });

  it('lists five runs unless told otherwise, and fewer when there are no more', () => {
    assert.equal(upcoming(parse('@hourly'), 0).length, 5);
    assert.deepEqual(upcoming(parse('@hourly'), 0, 0), []);
    assert.deepEqual(upcoming(parse('0 0 31 4 *'), 0, 2), []);
  });

  it('takes the start of a stretch in and leaves the end out', () => {
    const schedule = parse('0 * * * *');
    const excluded = [createWindow({ from: 0, to: 90 })];

    assert.deepEqual(between(schedule, 0, 180), [0, 60, 120]);
    assert.deepEqual(between(schedule, 0, 241, { excluded }), [120, 180, 240]);
    assert.deepEqual(between(schedule, 60, 60), []);
  });
});

describe('windows: corners', () => {
  it('leaves out runs in excluded windows', () => {
    const night = createWindow({ start: '18:00', end: '9:00' });
    const weekend = createWindow({ weekdays: 'Sat,Sun' });
    const excluded = [night, weekend];
    const schedule = parse('0 */4 * * *');
    const friday = { year: 2024, month: 5, day: 10, hour: 16 };

    assert.equal(formatInstant(next(schedule, friday, { excluded })), '2024-05-13 12:00');
    assert.equal(formatInstant(previous(schedule, { year: 2024, month: 5, day: 13, hour: 12 }, { excluded })), '2024-05-10 16:00');
    assert.deepEqual(written(upcoming(schedule, friday, 2, { excluded })), ['2024-05-13 12:00', '2024-05-13 16:00']);
  });

  it('lasts all day by default', () => {
    const window = createWindow({ weekdays: 'thu' });

    assert.deepEqual(window, { start: 0, end: 1440, weekdays: [4] });
    assert.deepEqual([0, 1439, 1440].map((at) => isInside(window, at)), [true, true, false]);
  });

  it('counts the weekday on which it starts', () => {
    const window = createWindow({ start: '22:00', end: '6:00', weekdays: 'fri' });
    const at = (day, hour) => isInside(window, { year: 2024, month: 5, day, hour });

    assert.deepEqual([at(10, 3), at(10, 22), at(11, 3), at(11, 6), at(11, 22)], [false, true, true, false, false]);
  });

  it('goes round the whole day when it ends as it starts', () => {
    const window = createWindow({ start: '6:00', end: '6:00', weekdays: 'thu' });

    assert.deepEqual([359, 360, 1440 + 359, 1440 + 360].map((at) => isInside(window, at)), [false, true, true, false]);
  });

  it('holds the start of a single stretch and not its end', () => {
    const window = createWindow({ from: { year: 1970, hour: 1 }, to: 120 });

    assert.deepEqual(window, { from: 60, to: 120 });
    assert.deepEqual([59, 60, 119, 120].map((at) => isInside(window, at)), [false, true, true, false]);
    assert.equal(isInside(window, { year: 1970, hour: 1 }), true);
  });

  it('refuses a window without length', () => {
    assert.throws(() => createWindow({ from: 60, to: 60 }), { message: 'A window ends after it starts' });
    assert.deepEqual(createWindow({ from: 60, to: 61 }), { from: 60, to: 61 });
  });

  it('copies windows of both kinds', () => {
    const daily = createWindow({ weekdays: 'mon' });
    const copy = copyWindow(daily);
    copy.weekdays.push(6);

    assert.deepEqual(daily.weekdays, [1]);
    const once = { from: 1, to: 2 };
    copyWindow(once).to = 9;
    assert.deepEqual(copyWindow(once), { from: 1, to: 2 });
  });

  it('joins windows without a change of the list it was given', () => {
    const windows = [{ from: 20, to: 30 }, { from: 5, to: 8 }];
    joinWindows(windows);

    assert.deepEqual(windows.map(({ from }) => from), [20, 5]);
  });
});
