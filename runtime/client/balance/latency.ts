/**
 * How long calls to a target take lately: an average that rises at once and falls with time, so that one slow answer is
 * enough to be careful and a few quick ones after it are not enough to forget it (after Finagle's peak EWMA).
 *
 * The averages are geometric. A server that stood still for two seconds is trusted again about as soon as one that was ten
 * times slower than usual for a moment, instead of after the time that two thousand milliseconds take to fade.
 */

/** After this time an average has come to within a third of higher answers. Many answers of one moment count as one. */
const riseMs = 100

/** The same for lower answers. */
const fallMs = 3_000

/** The first answers of a server tell of its start: of so many, the quickest counts. */
const firstAnswers = 4

/** Answers are not told apart below this: what is left is the noise of event loops. */
const shortestMs = 0.05

export class Latency {
  #value = 0
  #at = 0
  #answers = 0

  /** A call was answered after `elapsedMs`. Pass no failures: a server that fails at once is not quick. */
  record(elapsedMs: number, now: number): void {
    const elapsed = Math.max(elapsedMs, shortestMs)
    if (this.#answers < firstAnswers) {
      this.#answers++
      if (this.#value === 0 || elapsed < this.#value) this.#value = elapsed
      this.#at = now
    } else this.#move(elapsed, now)
  }

  /** A call ended without an answer after `elapsedMs`: by its deadline, say. Never lowers the average. */
  recordAtLeast(elapsedMs: number, now: number): void {
    if (elapsedMs <= this.#value) return
    // A first answer that does not come is news of the server, not of its start.
    this.#answers = firstAnswers
    if (this.#value === 0) {
      this.#value = elapsedMs
      this.#at = now
    } else this.#move(elapsedMs, now)
  }

  /** Milliseconds; 0 until the first answers are there. */
  get value(): number {
    return this.#answers < firstAnswers ? 0 : this.#value
  }

  #move(elapsed: number, now: number): void {
    // What follows would leave the average as it is; and of the answers that arrive together, all but one come here.
    if (now === this.#at) return
    const span = elapsed > this.#value ? riseMs : fallMs
    const age = (now - this.#at) / span
    // The beginning of the series of e^age: near enough, and this is done for every call.
    const kept = 1 / (1 + age + (age * age) / 2)
    this.#value = elapsed * Math.exp(kept * Math.log(this.#value / elapsed))
    this.#at = now
  }
}
