export { ascending, by, descending, SortedMapError } from './compare.js';
export { SortedMultiset } from './multiset.js';
export { SortedMap } from './sorted-map.js';
