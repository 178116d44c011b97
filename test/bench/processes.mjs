/** Starts the bench's processes and asks them things. */

import { fork, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const workerFile = fileURLToPath(new URL('worker.mjs', import.meta.url))

/**
 * One processor for all processes that ask for it, where the system can do that; undefined elsewhere. Two that run at the
 * same time find fewer calls in each read the quicker the other is, and how often they do run at the same time is up to what
 * else the machine does. On one processor they take turns, whatever else there is.
 */
export const sharedProcessor = findProcessor()

function findProcessor() {
  if (process.platform !== 'linux' || spawnSync('taskset', ['--version']).status !== 0) return
  return /^Cpus_allowed_list:\s*(\d+)/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]
}

/** A server and a client of one system, each in a process of its own. */
export class Pair {
  /** `isShared`: both on the shared processor. `nodeOptions` are for both. */
  static async start(name, { isShared = false, nodeOptions = [] } = {}) {
    const pair = new Pair()
    try {
      pair.server = new Worker(['server', name], isShared, nodeOptions)
      pair.port = await pair.server.answer()
      pair.client = new Worker(['client', name, String(pair.port)], isShared, nodeOptions)
      pair.missing = new Set(await pair.client.answer())
      return pair
    } catch (error) {
      pair.stop()
      throw error
    }
  }

  stop() {
    this.client?.stop()
    this.server?.stop()
  }
}

export class Worker {
  #process
  #name
  #settle
  #exit

  constructor(args, isShared = false, nodeOptions = []) {
    this.#name = args.slice(0, 2).join(' ')
    const isPinned = isShared && sharedProcessor !== undefined
    const pin = ['-c', sharedProcessor, process.execPath]
    this.#process = fork(workerFile, args, {
      execPath: isPinned ? 'taskset' : process.execPath,
      execArgv: [...(isPinned ? pin : []), '--expose-gc', ...nodeOptions],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    })
    let complaints = ''
    this.#process.stderr.on('data', (text) => {
      complaints = (complaints + text).slice(-2000)
    })
    this.#process.on('message', (message) => this.#settle?.(message))
    this.#process.on('exit', (code, signal) => {
      this.#exit = `the process ended (${signal ?? code})\n${complaints}`
      this.#settle?.({ failure: this.#exit })
    })
  }

  ask(ask, rest = {}) {
    const answer = this.answer()
    this.#process.send({ ask, ...rest })
    return answer
  }

  /** The next thing the process says. */
  answer(timeoutSeconds = 120) {
    return new Promise((resolve, reject) => {
      const fail = (why) => reject(new Error(`bench: ${this.#name}: ${why}`))
      if (this.#exit !== undefined) return fail(this.#exit)
      const timer = setTimeout(
        () => fail(`no answer in ${timeoutSeconds} s`),
        timeoutSeconds * 1000,
      )
      this.#settle = (message) => {
        clearTimeout(timer)
        this.#settle = undefined
        if ('failure' in message) fail(message.failure)
        else resolve(message.answer)
      }
    })
  }

  stop() {
    this.#process.kill('SIGKILL')
  }
}
