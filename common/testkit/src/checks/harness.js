// What every file of checks uses. It stands in front of each of them; `load(path)` imports a module of the page.

const outcomes = [];

/** One fact about a module. Its name says the hazard; the first thing that is not so ends it. */
async function check(name, attempt) {
  const outcome = { name, problem: null };
  outcomes.push(outcome);
  try {
    await attempt();
  } catch (error) {
    outcome.problem = String(error.stack);
  }
}

/** Equal as JSON, so an object written in the check can be compared to whatever a module made. */
function same(actual, expected, about = '') {
  const [is, shall] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (is !== shall) throw new Error(`${about} is ${is} and shall be ${shall}`);
}

function holds(fact, about) {
  if (!fact) throw new Error(about);
}

/** Lets everything happen that waits for nothing but its turn. */
async function turns() {
  for (let turn = 0; turn < 10; turn += 1) await null;
}

/** The same numbers from 0 up to 1 for the same seed. */
function seeded(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A time that passes only when it is told to. */
class TestTimers {
  #time = 0;
  #next = 1;
  #waiting = new Map();

  now = () => this.#time;

  setTimeout = (call, milliseconds) => {
    this.#waiting.set(this.#next, { call, due: this.#time + milliseconds });
    return this.#next++;
  };

  clearTimeout = (timer) => {
    this.#waiting.delete(timer);
  };

  setInterval = (call, milliseconds) => {
    const timer = this.#next++;
    const again = (due) => this.#waiting.set(timer, { due, call: () => (again(due + milliseconds), call()) });
    again(this.#time + milliseconds);
    return timer;
  };

  clearInterval = this.clearTimeout;

  /** Time goes on while nothing can run; what became due runs late. */
  sleep(milliseconds) {
    this.#time += milliseconds;
    this.pass(0);
  }

  /** Calls whatever becomes due, in order. */
  pass(milliseconds) {
    const end = this.#time + milliseconds;
    for (;;) {
      const [first] = [...this.#waiting].filter(([, { due }]) => due <= end).sort(([, one], [, other]) => one.due - other.due);
      if (!first) break;
      const [timer, { call, due }] = first;
      this.#waiting.delete(timer);
      this.#time = Math.max(this.#time, due);
      call();
    }
    this.#time = end;
  }
}

/** A memory as a tab has one, but for this test alone. */
function testMemory() {
  const kept = new Map();
  return { get: (key) => kept.get(key) ?? null, set: (key, value) => (value === null ? kept.delete(key) : kept.set(key, value)) };
}
