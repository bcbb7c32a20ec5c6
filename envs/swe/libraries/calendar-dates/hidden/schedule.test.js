import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { BusinessCalendar, civil, firstOccurrences, nextOccurrence, occurrences, occurrencesBetween } from '../src/index.js';

function show({ year, month, day }) {
  return `${year}-${month}-${day}`;
}

/** Days of January 2024, which starts on a Monday. */
function january(start, end) {
  return interval(civil(2024, 1, start), civil(2024, 1, end));
}

function days({ start, end }) {
  return `${start.day}-${end.day}`;
}

describe('recurrence: edges', () => {
  it('counts weeks from the one the start is in', () => {
    const rule = { start: civil(2024, 1, 3), unit: 'week', every: 2, on: [1, 3] };

    assert.deepEqual(firstOccurrences(rule, 4).map(show), ['2024-1-3', '2024-1-15', '2024-1-17', '2024-1-29']);
  });

  it('takes weekdays in any order and leaves the list alone', () => {
    const on = [7, 2];
    const dates = firstOccurrences({ start: civil(2024, 1, 1), unit: 'week', on }, 3);

    assert.deepEqual(dates.map(show), ['2024-1-2', '2024-1-7', '2024-1-9']);
    assert.deepEqual(on, [7, 2]);
  });

  it('takes the weekday of the start when none is given', () => {
    const rule = { start: civil(2024, 1, 4), unit: 'week' };

    assert.deepEqual(firstOccurrences(rule, 2).map(show), ['2024-1-4', '2024-1-11']);
  });

  it('repeats every so many days', () => {
    const rule = { start: civil(2024, 2, 27), unit: 'day', every: 2 };

    assert.deepEqual(firstOccurrences(rule, 3).map(show), ['2024-2-27', '2024-2-29', '2024-3-2']);
  });

  it('clamps short months without shortening the next', () => {
    const rule = { start: civil(2024, 1, 31), unit: 'month' };

    assert.deepEqual(firstOccurrences(rule, 4).map(show), ['2024-1-31', '2024-2-29', '2024-3-31', '2024-4-30']);
  });

  it('skips short months when asked', () => {
    const rule = { start: civil(2024, 1, 31), unit: 'month', shortMonths: 'skip' };

    assert.deepEqual(firstOccurrences(rule, 3).map(show), ['2024-1-31', '2024-3-31', '2024-5-31']);
  });

  it('repeats every so many months and years', () => {
    const quarterly = { start: civil(2024, 1, 5), unit: 'month', every: 3, count: 3 };
    const leapDays = { start: civil(2024, 2, 29), unit: 'year', every: 2, count: 3 };

    assert.deepEqual([...occurrences(quarterly)].map(show), ['2024-1-5', '2024-4-5', '2024-7-5']);
    assert.deepEqual([...occurrences(leapDays)].map(show), ['2024-2-29', '2026-2-28', '2028-2-29']);
  });

  it('leaves out excepted dates but counts them', () => {
    const rule = { start: civil(2024, 1, 1), unit: 'day', count: 4, except: [civil(2024, 1, 2), civil(2024, 1, 3)] };

    assert.deepEqual([...occurrences(rule)].map(show), ['2024-1-1', '2024-1-4']);
  });

  it('gives nothing when the count or the wanted number is 0', () => {
    const rule = { start: civil(2024, 1, 1), unit: 'day' };

    assert.deepEqual([...occurrences({ ...rule, count: 0 })], []);
    assert.deepEqual(firstOccurrences(rule, 0), []);
    assert.deepEqual(firstOccurrences(rule, 1).map(show), ['2024-1-1']);
  });

  it('takes both ends of a stretch in', () => {
    const rule = { start: civil(2024, 1, 1), unit: 'week' };
    const dates = occurrencesBetween(rule, civil(2024, 1, 8), civil(2024, 1, 22));

    assert.deepEqual(dates.map(show), ['2024-1-8', '2024-1-15', '2024-1-22']);
  });

  it('finds the next date after a day', () => {
    const rule = { start: civil(2024, 1, 1), unit: 'week', until: civil(2024, 1, 15) };

    assert.deepEqual(nextOccurrence(rule, civil(2023, 6, 1)), civil(2024, 1, 1));
    assert.deepEqual(nextOccurrence(rule, civil(2024, 1, 8)), civil(2024, 1, 15));
    assert.equal(nextOccurrence(rule, civil(2024, 1, 15)), null);
  });

  it('refuses rules that make no sense', () => {
    const start = civil(2024, 1, 1);

    assert.throws(() => firstOccurrences({ unit: 'day' }, 1), { name: 'DateError' });
    assert.throws(() => firstOccurrences({ start, unit: 'hour' }, 1), { name: 'DateError', value: 'hour' });
    assert.throws(() => firstOccurrences({ start, unit: 'day', every: 0 }, 1), { name: 'DateError', value: 0 });
    assert.throws(() => firstOccurrences({ start, unit: 'day', until: start, count: 0 }, 1), { name: 'DateError' });
    assert.throws(() => firstOccurrences({ start, unit: 'month', on: [1] }, 1), { name: 'DateError', value: [1] });
  });
});

describe('business days: edges', () => {
  it('takes another weekend', () => {
    const calendar = new BusinessCalendar({ weekend: [5, 6] });

    assert.equal(calendar.isBusinessDay(civil(2024, 1, 5)), false);
    assert.equal(calendar.isBusinessDay(civil(2024, 1, 7)), true);
    assert.throws(() => new BusinessCalendar({ weekend: [1, 2, 3, 4, 5, 6, 7] }), { name: 'DateError' });
  });

  it('keeps its own weekend', () => {
    const weekend = [7];
    const calendar = new BusinessCalendar({ weekend });
    weekend.push(1);

    assert.equal(calendar.isBusinessDay(civil(2024, 1, 8)), true);
  });

  it('adds and removes holidays', () => {
    const calendar = new BusinessCalendar();
    calendar.addHoliday(civil(2024, 1, 9)).addHoliday(civil(2024, 1, 2));

    assert.deepEqual(calendar.holidays(), [civil(2024, 1, 2), civil(2024, 1, 9)]);
    assert.equal(calendar.removeHoliday(civil(2024, 1, 2)), true);
    assert.equal(calendar.removeHoliday(civil(2024, 1, 2)), false);
    assert.equal(calendar.isHoliday(civil(2024, 1, 2)), false);
    assert.equal(calendar.isHoliday(civil(2024, 1, 9)), true);
  });

  it('steps over a weekend with a holiday', () => {
    const calendar = new BusinessCalendar({ holidays: [civil(2024, 1, 8)] });

    assert.deepEqual(calendar.next(civil(2024, 1, 5)), civil(2024, 1, 9));
    assert.deepEqual(calendar.previous(civil(2024, 1, 9)), civil(2024, 1, 5));
  });

  it('adds business days backwards', () => {
    const calendar = new BusinessCalendar();

    assert.deepEqual(calendar.add(civil(2024, 1, 9), -3), civil(2024, 1, 4));
    assert.deepEqual(calendar.add(civil(2024, 1, 6), 1), civil(2024, 1, 8));
  });

  it('goes to the next business day when none is added', () => {
    const calendar = new BusinessCalendar();

    assert.deepEqual(calendar.add(civil(2024, 1, 6), 0), civil(2024, 1, 8));
    assert.deepEqual(calendar.add(civil(2024, 1, 5), 0), civil(2024, 1, 5));
  });

  it('counts the first day but not the last', () => {
    const calendar = new BusinessCalendar({ holidays: [civil(2024, 1, 3)] });

    assert.equal(calendar.count(civil(2024, 1, 1), civil(2024, 1, 5)), 3);
    assert.equal(calendar.count(civil(2024, 1, 4), civil(2024, 1, 1)), -2);
    assert.equal(calendar.count(civil(2024, 1, 4), civil(2024, 1, 4)), 0);
  });

  it('moves a date by each convention', () => {
    const calendar = new BusinessCalendar();
    const end = civil(2024, 3, 31);

    assert.deepEqual(calendar.adjust(end), civil(2024, 4, 1));
    assert.deepEqual(calendar.adjust(end, 'preceding'), civil(2024, 3, 29));
    assert.deepEqual(calendar.adjust(end, 'modified'), civil(2024, 3, 29));
    assert.deepEqual(calendar.adjust(civil(2024, 3, 10), 'modified'), civil(2024, 3, 11));
    assert.deepEqual(calendar.adjust(civil(2024, 3, 28), 'preceding'), civil(2024, 3, 28));
  });

  it('makes copies that go their own way', () => {
    const calendar = new BusinessCalendar({ weekend: [7], holidays: [civil(2024, 1, 2)] });
    const copy = calendar.copy();
    copy.addHoliday(civil(2024, 1, 3));

    assert.equal(calendar.isHoliday(civil(2024, 1, 3)), false);
    assert.equal(copy.isHoliday(civil(2024, 1, 2)), true);
    assert.equal(copy.isBusinessDay(civil(2024, 1, 6)), true);
  });
});
