/** Signals of the process that close a server. */

export class ClosingSignals {
  readonly #signals: readonly NodeJS.Signals[]
  readonly #onSignal: (signal: NodeJS.Signals) => void
  #isWatching = false

  /** Throws TypeError for a signal that does not exist or that no process can listen for. */
  constructor(signals: readonly NodeJS.Signals[], onSignal: (signal: NodeJS.Signals) => void) {
    for (const signal of signals) {
      if (exists(signal) && signal !== 'SIGKILL' && signal !== 'SIGSTOP') continue
      throw new TypeError(
        `createServer: signals has ${JSON.stringify(signal)}, which a process cannot listen for: use 'SIGTERM' or 'SIGINT'`,
      )
    }
    this.#signals = [...new Set(signals)]
    this.#onSignal = onSignal
  }

  watch(): void {
    if (this.#isWatching) return
    this.#isWatching = true
    for (const signal of this.#signals) process.on(signal, this.#react)
  }

  unwatch(): void {
    this.#isWatching = false
    for (const signal of this.#signals) process.off(signal, this.#react)
  }

  /** Lets go first: the same signal once more is to end a process whose close takes too long. */
  #react = (signal: NodeJS.Signals): void => {
    this.unwatch()
    this.#onSignal(signal)
  }
}

/** Loads node:os for programs that name signals. */
function exists(signal: string): boolean {
  return Object.hasOwn(process.getBuiltinModule('node:os').constants.signals, signal)
}
