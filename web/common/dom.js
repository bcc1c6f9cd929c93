// Small helpers to build DOM nodes. Strings only ever become text nodes.
// It must never set HTML, and never know what it builds.

/**
 * @param {string} tag
 * @param {Object<string, unknown>} [attributes] `true` sets an empty attribute; `false` and `null` set none.
 * @param {...(Node|string|null)} children
 * @returns {HTMLElement}
 */
export function h(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) setAttribute(made, name, value);
  made.append(...children.filter((child) => child !== null));
  return made;
}

/** Sets, or with `null` and `false` removes, an attribute. */
export function setAttribute(element, name, value) {
  if (value === null || value === undefined || value === false) element.removeAttribute(name);
  else element.setAttribute(name, value === true ? '' : value);
}

/** Something a person typed, walled off so that its writing direction stays inside. */
export function userText(text, attributes = {}) {
  return h('bdi', attributes, text);
}

/** A real button, which the keyboard and screen readers know without our help. */
export function button(attributes, onPress, ...children) {
  const made = h('button', { type: 'button', ...attributes }, ...children);
  made.addEventListener('click', onPress);
  return made;
}
