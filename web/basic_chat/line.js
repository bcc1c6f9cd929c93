// What a line and a mark are, and when two lines stand together. Pure.
// It must never know where a line comes from, or how it is drawn.

/**
 * @typedef {object} Line
 * @property {'line'} kind
 * @property {?string} key The page's own name for it, if it was written here; the same from first to last.
 * @property {'pending'|'sent'|'failed'} status
 * @property {?number} seq Its number in the room.
 * @property {?number} n Its number among the commands of its author.
 * @property {?number} from
 * @property {string} name
 * @property {string} text
 * @property {boolean} me A line that says what somebody does.
 * @property {number} at On the server's clock.
 * @property {boolean} own
 * @property {boolean} missed It was said while this page was away.
 * @property {string} [problem] Why it failed.
 */

/**
 * @typedef {object} Mark Something in the log that nobody said.
 * @property {'divider'|'away'|'gap'|'elsewhere'|'note'|'renamed'|'cleared'|'commands'} kind What else it carries follows from that.
 * @property {boolean} [atMost] Of a gap: its count is that of events, and fewer or none of them may have been lines.
 */

/** Within this time the lines of one person stand together. */
const TOGETHER = 120_000;

/** @returns {boolean} Whether a line needs no name of its own. */
export function continues(line, previous) {
  return previous?.kind === 'line' && !line.me && !previous.me && line.from === previous.from
    && line.name === previous.name && line.at - previous.at < TOGETHER;
}
