import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { BusinessCalendar, civil, firstOccurrences, occurrencesBetween } from '../src/index.js';

function show({ year, month, day }) {
  return `${year}-${month}-${day}`;
}

describe('recurrence', () => {
  it('repeats every so many weeks', () => {
    const rule = { start: civil(2024, 1, 1), unit: 'week', every: 2, count: 3 };

    assert.deepEqual(firstOccurrences(rule, 10).map(show), ['2024-1-1', '2024-1-15', '2024-1-29']);
  });

  it('repeats on several weekdays', () => {
    const rule = { start: civil(2024, 1, 1), unit: 'week', on: [1, 4] };

    assert.deepEqual(firstOccurrences(rule, 4).map(show), ['2024-1-1', '2024-1-4', '2024-1-8', '2024-1-11']);
  });

  it('stops at the last day', () => {
    const rule = { start: civil(2024, 1, 1), unit: 'day', until: civil(2024, 1, 3) };

    assert.deepEqual(firstOccurrences(rule, 10).map(show), ['2024-1-1', '2024-1-2', '2024-1-3']);
  });

  it('finds the dates within a stretch', () => {
    const rule = { start: civil(2024, 1, 10), unit: 'month' };

    const dates = occurrencesBetween(rule, civil(2024, 3, 1), civil(2024, 4, 30));

    assert.deepEqual(dates.map(show), ['2024-3-10', '2024-4-10']);
  });
});

describe('business days', () => {
  it('leaves out weekends and holidays', () => {
    const calendar = new BusinessCalendar({ holidays: [civil(2024, 5, 1)] });

    assert.equal(calendar.isBusinessDay(civil(2024, 4, 30)), true);
    assert.equal(calendar.isBusinessDay(civil(2024, 5, 1)), false);
    assert.equal(calendar.isBusinessDay(civil(2024, 5, 4)), false);
  });

  it('adds business days', () => {
    const calendar = new BusinessCalendar({ holidays: [civil(2024, 5, 1)] });

    assert.deepEqual(calendar.add(civil(2024, 4, 30), 3), civil(2024, 5, 6));
  });

  it('counts business days', () => {
    const calendar = new BusinessCalendar();

    assert.equal(calendar.count(civil(2024, 1, 1), civil(2024, 1, 15)), 10);
  });
});
