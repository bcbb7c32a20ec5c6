import { addDays } from './arithmetic.js';
import { compare, sortDates, toDayNumber } from './date.js';
import { DateError } from './errors.js';
import { weekday } from './week.js';

/** Knows on which days people work. */
export class BusinessCalendar {
  #weekend;
  #holidays = new Map();

  constructor({ weekend = [6, 7], holidays = [] } = {}) {
    if (new Set(weekend).size >= 7) throw new DateError('No day to work on', weekend);
    this.#weekend = [...weekend];
    for (const holiday of holidays) this.addHoliday(holiday);
  }

  addHoliday(date) {
    this.#holidays.set(toDayNumber(date), date);
    return this;
  }

  /** Says whether the date was a holiday. */
  removeHoliday(date) {
    return this.#holidays.delete(toDayNumber(date));
  }

  holidays() {
    return sortDates(this.#holidays.values());
  }

  isHoliday(date) {
    return this.#holidays.has(toDayNumber(date));
  }

  isBusinessDay(date) {
    return !this.#weekend.includes(weekday(date)) && !this.isHoliday(date);
  }

  next(date) {
    return this.#step(date, 1);
  }

  previous(date) {
    return this.#step(date, -1);
  }

  /** Goes that many business days on, or back; 0 gives the date or the next business day. */
  add(date, days) {
    if (days === 0) return this.adjust(date);
    const direction = Math.sign(days);
    let current = date;
    for (let left = Math.abs(days); left > 0; left -= 1) current = this.#step(current, direction);
    return current;
  }

  /** Business days from one date up to another, which is not counted; negative backwards. */
  count(from, to) {
    if (compare(from, to) > 0) return 0 - this.count(to, from);
    let total = 0;
    for (let date = from; compare(date, to) < 0; date = addDays(date, 1)) {
      if (this.isBusinessDay(date)) total += 1;
    }
    return total;
  }

  /**
   * A date moved to a business day: 'following', 'preceding', or 'modified', which follows
   * unless that leaves the month.
   */
  adjust(date, convention = 'following') {
    if (this.isBusinessDay(date)) return date;
    if (convention === 'preceding') return this.previous(date);
    const following = this.next(date);
    const leaves = convention === 'modified' && following.month !== date.month;
    return leaves ? this.previous(date) : following;
  }

  /** A calendar of its own with the same weekend and holidays. */
  copy() {
    return new BusinessCalendar({ weekend: this.#weekend, holidays: this.#holidays.values() });
  }

  #step(date, direction) {
    let current = addDays(date, direction);
    while (!this.isBusinessDay(current)) current = addDays(current, direction);
    return current;
  }
}
