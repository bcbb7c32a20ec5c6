export function isSection(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A copy that shares no list and no section with the value. */
export function copy(value) {
  if (Array.isArray(value)) return value.map(copy);
  if (!isSection(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, copy(item)]));
}

/** The value at a path, or the fallback where there is none. */
export function getPath(config, path, fallback) {
  let value = config;
  for (const key of path.split('.')) {
    if (!isSection(value) || !Object.hasOwn(value, key)) return fallback;
    value = value[key];
  }
  return value;
}

/** Sets a value and makes the sections on the way; what is in the way gives place to one. */
export function setPath(config, path, value) {
  const keys = path.split('.');
  const last = keys.pop();
  let section = config;
  for (const key of keys) {
    if (!Object.hasOwn(section, key) || !isSection(section[key])) section[key] = {};
    section = section[key];
  }
  section[last] = value;
}

/** Every value with its path, `[path, value]`; an empty section counts as a value. */
export function flatten(config, above = []) {
  return Object.entries(config).flatMap(([key, value]) => {
    const keys = [...above, key];
    const isInner = isSection(value) && Object.keys(value).length > 0;
    return isInner ? flatten(value, keys) : [[keys.join('.'), value]];
  });
}
