/** Drives ledger-process.ts. */

import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface, type Interface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { fileURLToPath } from 'node:url'

const script = fileURLToPath(new URL('./ledger-process.ts', import.meta.url))

export class LedgerProgram {
  readonly #child: ChildProcessByStdio<Writable, Readable, null>
  readonly #lines: Interface
  readonly #ready: Promise<unknown>

  constructor(ledger: string) {
    this.#child = spawn(process.execPath, ['--import', 'tsx', script, ledger], {
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    this.#lines = createInterface({ input: this.#child.stdout })
    this.#ready = once(this.#lines, 'line')
    this.#child.stdin.on('error', () => {}) // the process may be dead
  }

  /** Where it listens. */
  async listen(url: string): Promise<string> {
    await this.#ready
    const listening = once(this.#lines, 'line')
    this.#child.stdin.end(`${url}\n`)
    const [line] = await listening
    return String(line).replace('listening ', '')
  }

  /** Ends it with a signal, and waits until it is gone. Returns its exit code, if it has one. */
  async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> {
    const { exitCode, signalCode } = this.#child
    if (exitCode !== null || signalCode !== null) return exitCode
    const ended = once(this.#child, 'exit')
    this.#child.kill(signal)
    const [code] = await ended
    return code
  }
}
