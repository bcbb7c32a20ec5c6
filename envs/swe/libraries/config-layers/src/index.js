export { describeChange, diff } from './diff.js';
export { ConfigSyntaxError, InterpolationError } from './errors.js';
export { interpolate } from './interpolate.js';
export { Layers } from './layers.js';
export { merge } from './merge.js';
export { parse } from './parse.js';
export { flatten, getPath, setPath } from './paths.js';
export { validate } from './schema.js';
export { stringify, stringifyValue } from './write.js';
