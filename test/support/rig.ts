/** A server and its clients over real sockets, for as long as a test runs; what is left behind fails the test. */

import { afterEach, beforeEach } from 'vitest'
import {
  type Channel,
  type ChannelOptions,
  type ChannelTarget,
  connect,
  createServer,
  isRpcError,
  type Logger,
  type RpcError,
  type Server,
  type ServerOptions,
} from '../../runtime/index.js'
import { LeakCheck } from './leak-check.js'
import { Notes, type NotesClient, type NotesHandlers, notesHandlers } from './note-service.js'

/** A logger that keeps what it is told. */
export class Lines implements Logger {
  readonly all: string[] = []
  debug(): void {}
  info(): void {}
  warn(message: string): void {
    this.all.push(`warn ${message}`)
  }
  error(message: string): void {
    this.all.push(`error ${message}`)
  }
}

export interface Rig {
  readonly server: Server
  readonly url: string
  readonly channel: Channel
  readonly client: NotesClient
  readonly log: Lines
}

export interface RigOptions {
  readonly handlers?: Partial<NotesHandlers>
  readonly server?: ServerOptions
  readonly channel?: ChannelOptions
  readonly listen?: string
}

/** A promise that a test settles. */
export class Gate<T = void> {
  readonly passed: Promise<T>
  open!: (value: T) => void

  constructor() {
    this.passed = new Promise((resolve) => {
      this.open = resolve
    })
  }
}

/** Registers hooks: everything that `start` and `own` made is closed after each test, and nothing may be left. */
export function useRigs() {
  let leaks: LeakCheck
  let closers: (() => Promise<unknown> | unknown)[] = []

  beforeEach(() => {
    leaks = new LeakCheck()
  })

  afterEach(async () => {
    for (const close of closers.reverse()) await close()
    closers = []
    await leaks.finish()
  })

  /** Closes something after the test, before what was made earlier. */
  const own = <T>(thing: T, close: (thing: T) => Promise<unknown> | unknown): T => {
    closers.push(() => close(thing))
    return thing
  }

  const channelTo = (url: ChannelTarget, options: ChannelOptions = {}): Channel =>
    own(
      connect(url, { logger: new Lines(), retry: false, waitForReady: false, ...options }),
      (channel) => channel.close(),
    )

  const start = async (options: RigOptions = {}): Promise<Rig> => {
    const log = new Lines()
    const server = own(createServer({ logger: log, ...options.server }), (one) => one.close())
    server.add(Notes, notesHandlers(options.handlers))
    const url = await server.listen(options.listen ?? 'tcp://127.0.0.1:0')
    const channel = channelTo(url, options.channel)
    return { server, url, channel, client: channel.client(Notes), log }
  }

  return { start, own, channelTo }
}

/** The error that a call fails with; a call that succeeds, or fails with anything else, fails the test. */
export async function failure(call: Promise<unknown>): Promise<RpcError> {
  try {
    await call
  } catch (error) {
    if (isRpcError(error)) return error
    throw error
  }
  throw new Error('the call succeeded')
}

export function portOf(url: string): number {
  return Number(url.slice(url.lastIndexOf(':') + 1))
}

/** Waits until something holds; for what happens in another process or in the kernel. */
export async function until(holds: () => boolean, what = 'it'): Promise<void> {
  const end = performance.now() + 10_000
  while (!holds()) {
    if (performance.now() > end) throw new Error(`${what} did not happen within 10 s`)
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
}
