export { createChart, eventsOf, problemsOf } from './chart.js';
export { clone } from './clone.js';
export { statesToEnter } from './enter.js';
export { DefinitionError, MachineError } from './errors.js';
export { feed } from './feed.js';
export { Machine } from './machine.js';
export { ancestorsOf, homeOf, isInside } from './tree.js';
