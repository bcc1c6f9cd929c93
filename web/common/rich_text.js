// Cuts a line into plain text, links, inline code, fenced code and bold. Pure: text in, tokens out.
// It must never build HTML; another module turns tokens into nodes.

/**
 * @typedef {object} Token
 * @property {'text'|'link'|'code'|'fence'|'bold'} type
 * @property {string} text What is shown.
 * @property {string} [href] Of a link; always http or https.
 */

/** Each way out of plain text, in order of precedence. Nothing nests, so no input can make this slow or deep. */
const PATTERN = new RegExp(
  [
    '```(?:[a-z0-9+#-]{0,12}\\n)?(?<fence>[^]+?)(?:```|$)',
    '`(?<code>[^`\\n]+)`',
    '\\*\\*(?<bold>[^*\\s](?:[^*\\n]*[^*\\s])?)\\*\\*',
    '(?<link>https?://[^\\s<>"\'`]+)',
  ].join('|'),
  'giu',
);

/** What follows a link in a sentence and does not belong to it. */
const SENTENCE_END = /[.,;:!?…*]+$/u;

/**
 * @param {string} text
 * @returns {Token[]} Their texts, joined, are what a reader sees.
 */
export function tokenize(text) {
  const tokens = [];
  let end = 0;
  for (const match of text.matchAll(PATTERN)) {
    const token = toToken(match.groups);
    if (!token) continue;
    push(tokens, text.slice(end, match.index));
    tokens.push(token);
    // A shortened link gives its tail back to the text around it.
    end = match.index + (token.type === 'link' ? token.text.length : match[0].length);
  }
  push(tokens, text.slice(end));
  return tokens;
}

function push(tokens, text) {
  if (text) tokens.push({ type: 'text', text });
}

function toToken({ fence, code, bold, link }) {
  if (fence !== undefined) return { type: 'fence', text: fence.replace(/^\n|\n$/gu, '') };
  if (code !== undefined) return { type: 'code', text: code };
  if (bold !== undefined) return { type: 'bold', text: bold };
  return toLink(trimLink(link));
}

function toLink(text) {
  try {
    return { type: 'link', text, href: new URL(text).href };
  } catch {
    return null; // Such as "http://": it looks like a link and leads nowhere.
  }
}

/** Gives up a closing bracket only if it was opened outside the link. */
function trimLink(link) {
  let trimmed = link.replace(SENTENCE_END, '');
  const count = (character) => trimmed.split(character).length - 1;
  while (trimmed.endsWith(')') && count(')') > count('(')) trimmed = trimmed.slice(0, -1).replace(SENTENCE_END, '');
  return trimmed;
}
