import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { copyWindow, createWindow, daysInMonth, formatInstant, isExcluded, isInside, isLeapYear, joinWindows, parseTime, toFields, toMinutes } from '../src/index.js';

describe('time', () => {
  it('counts minutes from the start of 1970', () => {
    assert.equal(toMinutes({ year: 1970 }), 0);
    assert.equal(toMinutes({ year: 1970, month: 1, day: 2, hour: 1, minute: 5 }), 1505);
  });

  it('gives the fields of an instant', () => {
    const instant = toMinutes({ year: 2024, month: 2, day: 29, hour: 13, minute: 45 });

    assert.deepEqual(toFields(instant), {
      year: 2024,
      month: 2,
      day: 29,
      hour: 13,
      minute: 45,
      weekday: 4,
    });
  });

  it('knows leap years', () => {
    assert.deepEqual([1900, 2000, 2023, 2024, 2100].map(isLeapYear), [false, true, false, true, false]);
    assert.deepEqual([daysInMonth(2024, 2), daysInMonth(2023, 2), daysInMonth(2024, 4), daysInMonth(2024, 12)], [29, 28, 30, 31]);
  });

  it('refuses a day the month does not have', () => {
    assert.throws(() => toMinutes({ year: 2023, month: 2, day: 29 }), {
      name: 'TimeError',
      message: 'Not a day: 29',
    });
  });

  it('writes an instant with two digits a part', () => {
    assert.equal(formatInstant({ year: 2024, month: 3, day: 5, hour: 7, minute: 9 }), '2024-03-05 07:09');
  });

  it('reads a time of day', () => {
    assert.equal(parseTime('9:05'), 545);
  });
});

describe('windows', () => {
  it('holds the instants from its start up to its end', () => {
    const window = createWindow({ start: '9:00', end: '17:00' });
    const at = (hour) => isInside(window, { year: 2024, hour });

    assert.deepEqual([8, 9, 16, 17].map(at), [false, true, true, false]);
  });

  it('may go past midnight', () => {
    const window = createWindow({ start: '22:00', end: '6:00' });
    const at = (hour) => isInside(window, { year: 2024, hour });

    assert.deepEqual([21, 22, 3, 6].map(at), [false, true, true, false]);
  });

  it('is excluded by any of several windows', () => {
    const windows = [createWindow({ from: 0, to: 10 }), createWindow({ from: 20, to: 30 })];

    assert.deepEqual([5, 15, 25].map((at) => isExcluded(windows, at)), [true, false, true]);
    assert.equal(isExcluded([], 5), false);
  });

  it('joins windows that touch or overlap', () => {
    const windows = [{ from: 50, to: 60 }, { from: 0, to: 40 }, { from: 10, to: 20 }, { from: 40, to: 45 }];

    assert.deepEqual(joinWindows(windows), [{ from: 0, to: 45 }, { from: 50, to: 60 }]);
    assert.deepEqual(windows[0], { from: 50, to: 60 });
    assert.deepEqual(windows[1], { from: 0, to: 40 });
  });

  it('copies a window that happens once, so that the copy may change', () => {
    const window = createWindow({ from: 0, to: 10 });
    const copy = copyWindow(window);
    copy.to = 99;

    assert.equal(window.to, 10);
  });

  it('copies the weekdays of a window, so that those of the copy may change', () => {
    const window = createWindow({ start: '9:00', end: '17:00', weekdays: 'mon-fri' });
    const copy = copyWindow(window);
    copy.weekdays.length = 0;

    assert.equal(window.weekdays.length, 5);
  });
});
