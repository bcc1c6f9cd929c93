// What this tab and this device remember. Where storage is blocked or full they remember nothing, and the page works on.
// It must never know what the words mean that it keeps.

/** @param {() => Storage} storage A function, because even naming a blocked storage throws. */
export function memory(storage) {
  const attempt = (act) => {
    try {
      return act(storage());
    } catch {
      return null;
    }
  };
  return {
    /** @returns {?string} */
    get: (key) => attempt((kept) => kept.getItem(key)),
    /** @param {?string} value `null` forgets. */
    set: (key, value) => attempt((kept) => (value === null ? kept.removeItem(key) : kept.setItem(key, value))),
  };
}

/** Survives a reload of this tab. */
export const tabMemory = memory(() => sessionStorage);
/** Survives the tab. */
export const deviceMemory = memory(() => localStorage);
