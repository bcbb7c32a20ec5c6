import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { compact, format, isEvery, isValid, parse } from '../src/index.js';

describe('parse: values', () => {
  it('reads a step from a value to the end', () => {
    assert.deepEqual(parse('5/20 20/2 * 10/1 4/1').minute, [5, 25, 45]);
    assert.deepEqual(parse('5/20 20/2 * 10/1 4/1').hour, [20, 22]);
    assert.deepEqual(parse('5/20 20/2 * 10/1 4/1').month, [10, 11, 12]);
    assert.deepEqual(parse('5/20 20/2 * 10/1 4/1').weekday, [4, 5, 6]);
  });

  it('reads a range with a step, and starts every day at 1', () => {
    assert.deepEqual(parse('10-40/10 * */10 * *').minute, [10, 20, 30, 40]);
    assert.deepEqual(parse('10-40/10 * */10 * *').day, [1, 11, 21, 31]);
  });

  it('lets a range go round', () => {
    assert.deepEqual(parse('0 22-2 * nov-feb fri-mon').hour, [0, 1, 2, 22, 23]);
    assert.deepEqual(parse('0 22-2 * nov-feb fri-mon').month, [1, 2, 11, 12]);
    assert.deepEqual(parse('0 22-2 * nov-feb fri-mon').weekday, [0, 1, 5, 6]);
  });

  it('takes 7 for Sunday', () => {
    assert.deepEqual(parse('0 0 * * 7').weekday, [0]);
    assert.deepEqual(parse('0 0 * * 5-7').weekday, [0, 5, 6]);
  });

  it('sorts the values of a list and keeps each once', () => {
    assert.deepEqual(parse('30,5,10-12,11,5 * * * *').minute, [5, 10, 11, 12, 30]);
  });

  it('does not mind case and spaces', () => {
    const schedule = parse('  0   6 *  JAN   Sun ');

    assert.equal(format(schedule), '0 6 * 1 0');
  });

  it('reads L as the last day', () => {
    const schedule = parse('0 0 L * *');

    assert.deepEqual([schedule.lastDay, schedule.day], [true, []]);
    assert.deepEqual([parse('0 0 31 * *').lastDay, parse('0 0 31 * *').day], [false, [31]]);
  });

  it('knows the rarer aliases', () => {
    const aliases = ['@yearly', '@annually', '@monthly', '@weekly', '@midnight'];

    assert.deepEqual(aliases.map((alias) => format(parse(alias))), [
      '0 0 1 1 *',
      '0 0 1 1 *',
      '0 0 1 * *',
      '0 0 * * 0',
      '0 0 * * *',
    ]);
  });
});

describe('parse: faults', () => {
  it('refuses values outside of a field', () => {
    const expressions = ['60 * * * *', '* 24 * * *', '* * 0 * *', '* * 32 * *', '* * * 13 *', '* * * * 8'];

    assert.deepEqual(expressions.filter(isValid), []);
    assert.equal(isValid('59 23 31 12 7'), true);
  });

  it('tells what is wrong with a step, a range and a word', () => {
    assert.throws(() => parse('*/0 * * * *'), { part: '*/0', message: 'Cannot read */0: a step is a number from 1' });
    assert.throws(() => parse('*/x * * * *'), { part: '*/x' });
    assert.throws(() => parse('1/2/3 * * * *'), { message: 'Cannot read 1/2/3: more than one step' });
    assert.throws(() => parse('* 1-2-3 * * *'), { message: 'Cannot read 1-2-3: a range has two ends' });
    assert.throws(() => parse('* 25 * * *'), { message: 'Cannot read "25": not a hour' });
    assert.throws(() => parse('* * * * someday'), { part: '"someday"' });
  });

  it('refuses another number of parts and unknown aliases', () => {
    assert.throws(() => parse('* * * *'), { name: 'CronError', message: 'Cannot read "* * * *": it needs five parts' });
    assert.throws(() => parse(' @Never '), { part: '@never', message: 'Cannot read @never: no such alias' });
  });

  it('does not hide errors that are not about the expression', () => {
    assert.throws(() => isValid(undefined), { name: 'TypeError' });
  });
});

describe('format', () => {
  it('writes ranges and keeps what is not restricted as a star', () => {
    assert.equal(format(parse('1,2,3,5 0-23 1-31 1-11 0-6')), '1-3,5 * * 1-11 *');
    assert.equal(format(parse('0 0 l * 1-5')), '0 0 L * 1-5');
  });

  it('puts two neighbours in a range', () => {
    assert.equal(compact([1, 2, 4, 6, 7, 8]), '1-2,4,6-8');
    assert.equal(compact([]), '');
  });

  it('tells which parts are not restricted', () => {
    const schedule = parse('*/2 * 1-30 1-12 *');
    const names = ['minute', 'hour', 'day', 'month', 'weekday'];

    assert.deepEqual(names.filter((name) => isEvery(schedule, name)), ['hour', 'month', 'weekday']);
  });
});
