export { addDays, addMonths, addYears, daysBetween, endOf, monthsBetween, startOf } from './arithmetic.js';
export { BusinessCalendar } from './business.js';
export {
  civil, compare, daysInMonth, earliest, equals, fromDayNumber, isLeapYear, latest, sortDates, toDayNumber,
} from './date.js';
export { DateError } from './errors.js';
export { firstOccurrences, nextOccurrence, occurrences, occurrencesBetween } from './recurrence.js';
export {
  dayOfYear, fromIsoWeek, isoWeek, isoWeeksInYear, nextWeekday, nthWeekday, previousWeekday, weekday,
} from './week.js';
