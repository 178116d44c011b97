/** Starts the server of producer.fixture.ts and asks it what it holds. */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../package/packed-project.js'

export interface Report {
  /** Bytes that handlers have yielded. */
  readonly produced: number
  readonly rss: number
  /** Before the first call. */
  readonly startRss: number
}

export class Producer {
  readonly url: string
  readonly #pid: number
  readonly #kill: () => Promise<void>

  private constructor(url: string, pid: number, kill: () => Promise<void>) {
    this.url = url
    this.#pid = pid
    this.#kill = kill
  }

  static async start(): Promise<Producer> {
    const fixture = join(root, 'test/streams/producer.fixture.ts')
    const child = spawn('node', ['--import', 'tsx', fixture], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const [line] = await once(child.stdout, 'data')
    return new Producer(String(line).trim(), child.pid ?? 0, async () => {
      const ended = once(child, 'exit')
      child.kill('SIGKILL')
      await ended
    })
  }

  /** What the process has in memory, asked of the kernel: the process may be too busy to say. */
  get rss(): number {
    const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${this.#pid}/status`, 'utf8'))?.[1]
    return Number(kilobytes) * 1024
  }

  close(): Promise<void> {
    return this.#kill()
  }
}
