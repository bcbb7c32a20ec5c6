'use strict';

const { compare, diff, sort } = require('./compare.js');
const { increment } = require('./increment.js');
const { intersects, maxSatisfying, minSatisfying, satisfies } = require('./match.js');
const { toComparators } = require('./range.js');
const { format, parse } = require('./version.js');

module.exports = {
  compare,
  diff,
  format,
  increment,
  intersects,
  maxSatisfying,
  minSatisfying,
  parse,
  satisfies,
  sort,
  toComparators,
};
