// Cuts one function out of a file of source code, by the line that begins it. Pure. It must never know the language.

/**
 * From the line with the anchor to the closing brace of the same indentation, with the comments right above.
 * @param {string} text @param {string} anchor
 * @returns {?{from: number, lines: string[]}} `from` counts from 1; `null` unless the anchor is there exactly once.
 */
export function cutOut(text, anchor) {
  const lines = text.split('\n');
  const found = lines.flatMap((line, index) => (line.includes(anchor) ? [index] : []));
  if (found.length !== 1) return null;
  const indent = indentOf(lines[found[0]]);
  let last = found[0];
  while (last < lines.length - 1 && !(indentOf(lines[last]) === indent && /^\s*[)\]]*\}/u.test(lines[last]))) last += 1;
  let first = found[0];
  while (first > 0 && (isComment(lines[first - 1]) || /^\s*#\[/u.test(lines[first - 1])) && indentOf(lines[first - 1]) >= indent) first -= 1;
  return { from: first + 1, lines: lines.slice(first, last + 1).map((line) => line.slice(Math.min(indent, indentOf(line)))) };
}

/** @param {string} line */
export function isComment(line) {
  return /^\s*(\/\/|\/\*|\*(\s|\/|$))/u.test(line);
}

/** How often it is there. */
export function countOf(text, anchor) {
  return text.split(anchor).length - 1;
}

const indentOf = (line) => line.length - line.trimStart().length;
