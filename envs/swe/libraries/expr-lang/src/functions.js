function roundTo(value, digits = 0) {
  const scale = 10 ** digits;
  return Math.round(value * scale) / scale;
}

function flatNumbers(values) {
  return values.flat().map(Number);
}

export const builtins = {
  abs: Math.abs,
  min: (...values) => Math.min(...flatNumbers(values)),
  max: (...values) => Math.max(...flatNumbers(values)),
  sum: (...values) => flatNumbers(values).reduce((total, value) => total + value, 0),
  round: roundTo,
  len: (value) => value.length,
  upper: (text) => String(text).toUpperCase(),
  lower: (text) => String(text).toLowerCase(),
  contains: (whole, part) => whole.includes(part),
  map: (list, fn) => list.map((item) => fn(item)),
  filter: (list, fn) => list.filter((item) => fn(item)),
};
