type Joined<Parts> = Parts extends readonly [infer First, ...infer Rest] ? First & Joined<Rest> : unknown;

/**
 * All texts of several areas in one object. Spreading them would do the same a hundred times slower: the engine would look for the
 * shape of an object of thousands of keys, key by key.
 */
export function joinTexts<const Parts extends readonly object[]>(...parts: Parts): Joined<Parts> {
  return Object.assign(Object.create(null), ...parts) as Joined<Parts>;
}
