// Which requests have been shown: the first of a connection is told again whenever somebody begins to watch it, and a
// stream is told when it opens and when it ends. Pure. It must never know how they are shown.

export class Exchanges {
  /** By connection. */
  #first = new Map();
  #streams = new Map();

  /**
   * @param {object} record An exchange of the feed.
   * @returns {?{record: object, isEnd: boolean}} What is new about it; `null` if it is nothing. The end of a stream
   *   has a `rest`: its bytes without those that were told at its opening.
   */
  take(record) {
    const { connection, id, ended, up, down } = record;
    const open = this.#streams.get(connection);
    if (open?.id === id && ended !== null) {
      this.#streams.delete(connection);
      return { record: { ...record, rest: up + down - open.up - open.down }, isEnd: true };
    }
    if (this.#first.get(connection) === id) return null;
    if (!this.#first.has(connection)) this.#first.set(connection, id);
    if (ended === null) this.#streams.set(connection, record);
    return { record, isEnd: false };
  }
}
