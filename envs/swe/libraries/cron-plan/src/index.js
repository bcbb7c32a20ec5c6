export { CronError, TimeError } from './errors.js';
export { compact, format, isEvery, isValid, parse } from './parse.js';
export { between, collisions, matches, next, previous, upcoming } from './runs.js';
export { daysInMonth, formatInstant, formatTime, isLeapYear, parseTime, toFields, toMinutes } from './time.js';
export { copyWindow, createWindow, isExcluded, isInside, joinWindows } from './windows.js';
