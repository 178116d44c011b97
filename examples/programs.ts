/**
 * What the demos are staged with: starts the programs of an example as processes, shows what they print under their
 * names, and waits for the lines that tell how far they are, so that no demo depends on sleeping long enough.
 */

import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { EventEmitter, once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { stripVTControlCharacters } from 'node:util'
import pc from 'picocolors'

const patienceMs = 20_000
const colours = [pc.cyan, pc.magenta, pc.yellow, pc.green, pc.blue]

const running = new Set<Program>()
process.once('exit', () => {
  for (const program of running) program.kill('SIGKILL')
})

export function step(title: string): void {
  console.log(`\n${pc.bold(title)}`)
}

export class Program {
  /** Settles when the process has ended and all it printed is shown. */
  readonly ended: Promise<number | null>
  readonly #name: string
  readonly #process: ChildProcessWithoutNullStreams
  readonly #lines: string[] = []
  readonly #news = new EventEmitter()
  #hasEnded = false

  constructor(name: string, file: URL, ...args: string[]) {
    this.#name = name
    // With the options of this process, which is how tsx gets into the other.
    this.#process = spawn(process.execPath, [...process.execArgv, fileURLToPath(file), ...args], {
      env: { ...process.env, ...(process.stdout.isTTY ? { FORCE_COLOR: '1' } : {}) },
    })
    const colour = colours[running.size % colours.length] ?? pc.white
    for (const output of [this.#process.stdout, this.#process.stderr]) {
      createInterface({ input: output }).on('line', (line) => {
        console.log(`  ${colour(name.padEnd(8))} ${line}`)
        this.#lines.push(stripVTControlCharacters(line))
        this.#news.emit('news')
      })
    }
    running.add(this)
    this.ended = once(this.#process, 'close').then(([code]) => {
      running.delete(this)
      this.#hasEnded = true
      this.#news.emit('news')
      return code
    })
  }

  /** Waits for a line with this text among those that nobody has waited for yet. */
  async says(text: string): Promise<string> {
    const signal = AbortSignal.timeout(patienceMs)
    for (;;) {
      for (let line = this.#lines.shift(); line !== undefined; line = this.#lines.shift()) {
        if (line.includes(text)) return line
      }
      if (this.#hasEnded) throw new Error(`${this.#name} ended without saying "${text}"`)
      await once(this.#news, 'news', { signal }).catch(() => {
        throw new Error(`${this.#name} did not say "${text}" in ${patienceMs} ms`)
      })
    }
  }

  /** Types a line, as a person would. */
  type(line: string): void {
    this.#process.stdin.write(`${line}\n`)
  }

  /** Ctrl-D. */
  endInput(): void {
    this.#process.stdin.end()
  }

  kill(signal: NodeJS.Signals): void {
    this.#process.kill(signal)
  }
}
