import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { addDays, addMonths, civil, compare, daysBetween, endOf, isLeapYear, isoWeek, startOf, weekday } from '../src/index.js';

describe('civil dates', () => {
  it('makes dates of numbers', () => {
    assert.deepEqual(civil(2024, 2, 29), { year: 2024, month: 2, day: 29 });
  });

  it('refuses days that do not exist', () => {
    assert.throws(() => civil(2023, 2, 29), { name: 'DateError', value: 29 });
  });

  it('knows leap years', () => {
    assert.equal(isLeapYear(2024), true);
    assert.equal(isLeapYear(2023), false);
  });

  it('compares dates', () => {
    assert.equal(compare(civil(2024, 1, 31), civil(2024, 2, 1)), -1);
    assert.equal(compare(civil(2024, 2, 1), civil(2024, 2, 1)), 0);
  });
});

describe('arithmetic', () => {
  it('adds days across months', () => {
    assert.deepEqual(addDays(civil(2024, 2, 28), 2), civil(2024, 3, 1));
  });

  it('clamps to the last day of a short month', () => {
    assert.deepEqual(addMonths(civil(2024, 1, 31), 1), civil(2024, 2, 29));
  });

  it('counts the days between dates', () => {
    assert.equal(daysBetween(civil(2024, 1, 1), civil(2024, 12, 31)), 365);
  });

  it('finds where a month starts and ends', () => {
    assert.deepEqual(startOf(civil(2024, 2, 14), 'month'), civil(2024, 2, 1));
    assert.deepEqual(endOf(civil(2024, 2, 14), 'month'), civil(2024, 2, 29));
  });

  it('tells the weekday', () => {
    assert.equal(weekday(civil(2024, 2, 29)), 4);
    assert.equal(weekday(civil(2024, 3, 3)), 7);
  });

  it('tells the ISO week', () => {
    assert.deepEqual(isoWeek(civil(2024, 6, 12)), { year: 2024, week: 24, weekday: 3 });
  });
});
