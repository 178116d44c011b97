/** Lets those who wait pass when it opens; once closed, it stays open for all, so that nobody waits in vain. */
export class Turnstile {
  #waiting: (() => void)[] = []
  #closed = false

  /** Resolves the next time the turnstile opens; at once when it is closed for good. */
  pass(): Promise<void> {
    if (this.#closed) return Promise.resolve()
    return new Promise((resolve) => {
      this.#waiting.push(resolve)
    })
  }

  open(): void {
    const waiting = this.#waiting
    if (waiting.length === 0) return
    this.#waiting = []
    for (const resolve of waiting) resolve()
  }

  close(): void {
    this.#closed = true
    this.open()
  }
}
