/** A bar that redraws itself on a terminal; a line for each tenth where output is a file or a pipe. */

const MiB = 1024 ** 2
const redrawMs = 100

export class Progress {
  readonly #title: string
  readonly #total: number
  readonly #isTerminal = process.stdout.isTTY === true
  #startedAt = performance.now()
  #drawnAt = Number.NEGATIVE_INFINITY
  #base = 0
  #tenth = 0
  #isBarOpen = false

  constructor(title: string, total: number) {
    this.#title = title
    this.#total = total
  }

  /** An attempt begins, with this much done before. */
  begin(bytes: number): void {
    this.#base = bytes
    this.#tenth = Math.floor((bytes / this.#total) * 10)
    this.#startedAt = performance.now()
    if (bytes > 0) this.say(`goes on from ${mebibytes(bytes)}`)
  }

  at(bytes: number): void {
    const now = performance.now()
    const share = this.#total === 0 ? 1 : bytes / this.#total
    const rate = (bytes - this.#base) / MiB / Math.max(0.001, (now - this.#startedAt) / 1000)
    const text = `${(share * 100).toFixed().padStart(3)} % of ${mebibytes(this.#total)}, ${rate.toFixed()} MiB/s`
    if (!this.#isTerminal) {
      if (Math.floor(share * 10) === this.#tenth) return
      this.#tenth = Math.floor(share * 10)
      this.say(text)
    } else if (now - this.#drawnAt >= redrawMs || bytes === this.#total) {
      this.#drawnAt = now
      this.#isBarOpen = true
      const filled = Math.round(share * 30)
      process.stdout.write(
        `\r\x1b[K${this.#title} ${'█'.repeat(filled)}${'░'.repeat(30 - filled)} ${text}`,
      )
    }
  }

  /** A line of its own, below the bar. */
  say(text: string): void {
    if (this.#isBarOpen) process.stdout.write('\n')
    this.#isBarOpen = false
    console.log(`${this.#title}: ${text}`)
  }
}

function mebibytes(bytes: number): string {
  return `${(bytes / MiB).toFixed(1)} MiB`
}
