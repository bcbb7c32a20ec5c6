import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  addDays, addMonths, addYears, civil, compare, dayOfYear, daysBetween, daysInMonth, earliest, endOf, equals,
  fromDayNumber, fromIsoWeek, isLeapYear, isoWeek, isoWeeksInYear, latest, monthsBetween, nextWeekday, nthWeekday,
  previousWeekday, sortDates, startOf, toDayNumber, weekday,
} from '../src/index.js';

describe('civil dates: edges', () => {
  it('takes the first and the last date there are', () => {
    assert.deepEqual(civil(1, 1, 1), { year: 1, month: 1, day: 1 });
    assert.deepEqual(civil(9999, 12, 31), { year: 9999, month: 12, day: 31 });
  });

  it('gives the part that does not exist with the error', () => {
    assert.throws(() => civil(0, 1, 1), { name: 'DateError', value: 0 });
    assert.throws(() => civil(10000), { value: 10000 });
    assert.throws(() => civil(2024, 13), { value: 13 });
    assert.throws(() => civil(2024, 0), { value: 0 });
    assert.throws(() => civil(2024, 4, 31), { value: 31 });
    assert.throws(() => civil(2024, 4, 0), { value: 0 });
  });

  it('refuses numbers that are not whole', () => {
    assert.throws(() => civil(2024, 4, 1.5), { name: 'DateError', value: 1.5 });
  });

  it('treats full centuries as leap years only every 400 years', () => {
    assert.equal(isLeapYear(1900), false);
    assert.equal(isLeapYear(2000), true);
    assert.equal(isLeapYear(2100), false);
  });

  it('finds the same date for every day number of four years', () => {
    const start = toDayNumber(civil(2099, 1, 1));
    let wrong = 0;
    for (let number = start; number < start + 1461; number += 1) {
      if (toDayNumber(fromDayNumber(number)) !== number) wrong += 1;
    }

    assert.equal(wrong, 0);
  });

  it('refuses day numbers that are not whole', () => {
    assert.throws(() => fromDayNumber(1.5), { name: 'DateError', value: 1.5 });
  });

  it('compares year, month and day in this order', () => {
    assert.equal(compare(civil(2025, 1, 1), civil(2024, 12, 31)), 1);
    assert.equal(compare(civil(2024, 3, 1), civil(2024, 2, 28)), 1);
    assert.equal(compare(civil(2024, 3, 1), civil(2024, 3, 4)), -1);
    assert.equal(equals(civil(2024, 3, 4), civil(2024, 3, 4)), true);
    assert.equal(equals(civil(2024, 3, 4), civil(2024, 3, 5)), false);
  });

  it('sorts dates into a new list', () => {
    const dates = [civil(2024, 3, 1), civil(2023, 5, 1), civil(2024, 1, 9)];

    const sorted = sortDates(dates);

    assert.deepEqual(sorted, [civil(2023, 5, 1), civil(2024, 1, 9), civil(2024, 3, 1)]);
    assert.deepEqual(dates[0], civil(2024, 3, 1));
  });
});

describe('arithmetic: edges', () => {
  it('goes back across the end of a year', () => {
    assert.deepEqual(addDays(civil(2024, 1, 1), -1), civil(2023, 12, 31));
    assert.deepEqual(addMonths(civil(2024, 1, 15), -1), civil(2023, 12, 15));
    assert.deepEqual(addMonths(civil(2024, 12, 15), 13), civil(2026, 1, 15));
  });

  it('rolls over into the next month when asked', () => {
    assert.deepEqual(addMonths(civil(2023, 1, 31), 1, { overflow: 'roll' }), civil(2023, 3, 3));
    assert.deepEqual(addMonths(civil(2023, 1, 28), 1, { overflow: 'roll' }), civil(2023, 2, 28));
  });

  it('refuses a month that is too short when asked', () => {
    assert.throws(() => addMonths(civil(2023, 1, 31), 3, { overflow: 'reject' }), {
      name: 'DateError',
      value: 31,
    });
    assert.deepEqual(addMonths(civil(2023, 1, 31), 2, { overflow: 'reject' }), civil(2023, 3, 31));
  });

  it('adds years to a leap day', () => {
    assert.deepEqual(addYears(civil(2024, 2, 29), 1), civil(2025, 2, 28));
    assert.deepEqual(addYears(civil(2024, 2, 29), 4), civil(2028, 2, 29));
    assert.deepEqual(addYears(civil(2024, 2, 29), 1, { overflow: 'roll' }), civil(2025, 3, 1));
  });

  it('counts only whole months', () => {
    assert.equal(monthsBetween(civil(2024, 1, 15), civil(2024, 3, 14)), 1);
    assert.equal(monthsBetween(civil(2024, 1, 15), civil(2024, 3, 15)), 2);
    assert.equal(monthsBetween(civil(2023, 11, 30), civil(2024, 2, 29)), 3);
    assert.equal(monthsBetween(civil(2024, 3, 15), civil(2023, 1, 16)), -13);
    assert.equal(monthsBetween(civil(2024, 3, 15), civil(2024, 3, 15)), 0);
  });

  it('starts and ends weeks and years', () => {
    assert.deepEqual(startOf(civil(2024, 3, 3), 'week'), civil(2024, 2, 26));
    assert.deepEqual(startOf(civil(2024, 2, 26), 'week'), civil(2024, 2, 26));
    assert.deepEqual(endOf(civil(2024, 2, 28), 'week'), civil(2024, 3, 3));
    assert.deepEqual(startOf(civil(2024, 7, 9), 'year'), civil(2024, 1, 1));
    assert.deepEqual(endOf(civil(2024, 7, 9), 'year'), civil(2024, 12, 31));
    assert.deepEqual(endOf(civil(2023, 11, 9), 'month'), civil(2023, 11, 30));
  });
});

describe('weeks: edges', () => {
  it('gives days around new year to the week year of their Thursday', () => {
    assert.deepEqual(isoWeek(civil(2021, 1, 3)), { year: 2020, week: 53, weekday: 7 });
    assert.deepEqual(isoWeek(civil(2024, 12, 30)), { year: 2025, week: 1, weekday: 1 });
    assert.deepEqual(isoWeek(civil(2026, 1, 1)), { year: 2026, week: 1, weekday: 4 });
  });

  it('knows how many weeks a year has', () => {
    assert.equal(isoWeeksInYear(2020), 53);
    assert.equal(isoWeeksInYear(2024), 52);
  });

  it('finds the date of a week', () => {
    assert.deepEqual(fromIsoWeek(2025, 1), civil(2024, 12, 30));
    assert.deepEqual(fromIsoWeek(2020, 53, 7), civil(2021, 1, 3));
    assert.deepEqual(fromIsoWeek(2024, 24, 3), civil(2024, 6, 12));
  });

  it('refuses a week that a year does not have', () => {
    assert.throws(() => fromIsoWeek(2024, 53), { name: 'DateError', value: 53 });
    assert.throws(() => fromIsoWeek(2024, 0), { name: 'DateError', value: 0 });
  });

  it('finds the weekday after or before a date', () => {
    const tuesday = civil(2024, 4, 23);

    assert.deepEqual(nextWeekday(tuesday, 5), civil(2024, 4, 26));
    assert.deepEqual(nextWeekday(tuesday, 1), civil(2024, 4, 29));
    assert.deepEqual(previousWeekday(tuesday, 1), civil(2024, 4, 22));
    assert.deepEqual(previousWeekday(tuesday, 7), civil(2024, 4, 21));
  });

  it('takes the date itself as that weekday only when asked', () => {
    const tuesday = civil(2024, 4, 23);

    assert.deepEqual(nextWeekday(tuesday, 2), civil(2024, 4, 30));
    assert.deepEqual(nextWeekday(tuesday, 2, { orSame: true }), tuesday);
    assert.deepEqual(previousWeekday(tuesday, 2), civil(2024, 4, 16));
    assert.deepEqual(previousWeekday(tuesday, 2, { orSame: true }), tuesday);
  });

  it('finds the nth weekday of a month from either end', () => {
    assert.deepEqual(nthWeekday(2024, 5, 3, 1), civil(2024, 5, 1));
    assert.deepEqual(nthWeekday(2024, 5, 4, 2), civil(2024, 5, 9));
    assert.deepEqual(nthWeekday(2024, 5, 5, 5), civil(2024, 5, 31));
    assert.deepEqual(nthWeekday(2024, 5, 5, -1), civil(2024, 5, 31));
    assert.deepEqual(nthWeekday(2024, 5, 3, -5), civil(2024, 5, 1));
  });

  it('gives null for a fifth weekday that a month does not have', () => {
    assert.equal(nthWeekday(2024, 5, 1, 5), null);
    assert.equal(nthWeekday(2024, 5, 1, -5), null);
  });
});
