import { changesBetween, splitLines } from './diff.js';

/** Changes of both sides, together where they touch the same lines. */
function groupsOf(base, ours, theirs) {
  const changes = [
    ...changesBetween(base, ours).map((change) => ({ ...change, side: 'ours' })),
    ...changesBetween(base, theirs).map((change) => ({ ...change, side: 'theirs' })),
  ].sort((a, b) => a.oldStart - b.oldStart);
  const groups = [];
  for (const change of changes) {
    const end = change.oldStart + change.removed.length;
    const group = groups.at(-1);
    if (group !== undefined && change.oldStart <= group.end) {
      group.changes.push(change);
      group.end = Math.max(group.end, end);
    } else groups.push({ start: change.oldStart, end, changes: [change] });
  }
  return groups;
}

function linesOf(base, { start, end, changes }, wanted) {
  const lines = [];
  let position = start;
  for (const { side, oldStart, removed, added } of changes) {
    if (side !== wanted) continue;
    lines.push(...base.slice(position, oldStart), ...added);
    position = oldStart + removed.length;
  }
  return [...lines, ...base.slice(position, end)];
}

function regionOf(base, group) {
  const ours = linesOf(base, group, 'ours');
  const theirs = linesOf(base, group, 'theirs');
  const sides = new Set(group.changes.map(({ side }) => side));
  const isSame = ours.join('') === theirs.join('');
  const kind = isSame ? 'both' : sides.size === 2 ? 'conflict' : [...sides][0];
  return { kind, base: base.slice(group.start, group.end), ours, theirs };
}

/** What two texts make of their base: regions of kind `same`, `ours`, `theirs`, `both` or `conflict`. */
export function mergeRegions(base, ours, theirs) {
  const lines = splitLines(base);
  const regions = [];
  let position = 0;
  const keep = (end) => {
    const kept = lines.slice(position, end);
    if (kept.length > 0) regions.push({ kind: 'same', base: kept, ours: kept, theirs: kept });
  };
  for (const group of groupsOf(lines, splitLines(ours), splitLines(theirs))) {
    keep(group.start);
    regions.push(regionOf(lines, group));
    position = group.end;
  }
  keep(lines.length);
  return regions;
}

function closed(lines) {
  const text = lines.join('');
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}

function markConflict(region, { names: [first, second] = ['ours', 'theirs'], showBase = false }) {
  const middle = showBase ? `||||||| base\n${closed(region.base)}` : '';
  const [ours, theirs] = [closed(region.ours), closed(region.theirs)];
  return `<<<<<<< ${first}\n${ours}${middle}=======\n${theirs}>>>>>>> ${second}\n`;
}

/** One text of two that have a common base, and the number of conflicts left in it. */
export function merge(base, ours, theirs, { prefer = null, ...marks } = {}) {
  let conflicts = 0;
  const texts = mergeRegions(base, ours, theirs).map((region) => {
    if (region.kind !== 'conflict') return region[region.kind === 'theirs' ? 'theirs' : 'ours'].join('');
    if (prefer === 'union') return closed(region.ours) + closed(region.theirs);
    if (prefer !== null) return region[prefer].join('');
    conflicts += 1;
    return markConflict(region, marks);
  });
  return { text: texts.join(''), conflicts };
}
