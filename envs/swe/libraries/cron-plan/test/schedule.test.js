import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  between, collisions, format, formatInstant, isValid, matches, next, parse, previous, upcoming,
} from '../src/index.js';

/** Runs as text. */
function written(runs) {
  return runs.map((run) => formatInstant(run));
}

describe('parse', () => {
  it('reads values, lists, ranges and steps', () => {
    const { minute, hour, day } = parse('*/20 9-11 1,15 * *');

    assert.deepEqual(minute, [0, 20, 40]);
    assert.deepEqual(hour, [9, 10, 11]);
    assert.deepEqual(day, [1, 15]);
  });

  it('reads names of months and weekdays', () => {
    const { month, weekday } = parse('0 0 * jan,dec mon-fri');

    assert.deepEqual(month, [1, 12]);
    assert.deepEqual(weekday, [1, 2, 3, 4, 5]);
  });

  it('knows aliases', () => {
    assert.equal(format(parse('@daily')), '0 0 * * *');
    assert.equal(format(parse('@hourly')), '0 * * * *');
  });

  it('names the part that is wrong', () => {
    assert.throws(() => parse('0 25 * * *'), {
      name: 'CronError',
      message: 'Cannot read "25": not a hour',
    });
  });

  it('tells whether an expression can be read', () => {
    assert.equal(isValid('0 0 * * mon'), true);
    assert.equal(isValid('0 0 * *'), false);
  });
});

describe('runs', () => {
  it('finds the next run on the same day', () => {
    const run = next(parse('30 9 * * *'), { year: 2024, month: 5, day: 10, hour: 8 });

    assert.equal(formatInstant(run), '2024-05-10 09:30');
  });

  it('finds the previous run on the day before', () => {
    const run = previous(parse('30 9 * * *'), { year: 2024, month: 5, day: 10, hour: 8 });

    assert.equal(formatInstant(run), '2024-05-09 09:30');
  });

  it('lists upcoming runs', () => {
    const runs = upcoming(parse('0 12 * * mon'), { year: 2024, month: 1, day: 1 }, 3);

    assert.deepEqual(written(runs), ['2024-01-01 12:00', '2024-01-08 12:00', '2024-01-15 12:00']);
  });

  it('lists the runs of a stretch', () => {
    const runs = between(parse('0 */6 * * *'), { year: 2024, hour: 1 }, { year: 2024, day: 2 });

    assert.deepEqual(written(runs), ['2024-01-01 06:00', '2024-01-01 12:00', '2024-01-01 18:00']);
  });

  it('finds when two schedules run at once', () => {
    assert.deepEqual(collisions(parse('*/20 * * * *'), parse('*/30 * * * *'), 0, 121), [0, 60, 120]);
  });

  it('matches an instant at which the schedule runs', () => {
    const schedule = parse('15 10 * * *');

    assert.equal(matches(schedule, { year: 2024, hour: 10, minute: 15 }), true);
    assert.equal(matches(schedule, { year: 2024, hour: 10, minute: 16 }), false);
  });
});
