/** A server in a process of its own, for tests that run what documents show. */

import { spawn } from 'node:child_process'
import { connect, createServer } from 'node:net'

export interface RunningProgram {
  /** What it has written to stderr. */
  complaints(): string
  stop(): void
}

/** Starts a JavaScript program and waits until it listens on the port. Rejects when it ends before that. */
export async function startProgram(
  file: string,
  folder: string,
  port: number,
): Promise<RunningProgram> {
  const child = spawn('node', [file], { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] })
  let complaints = ''
  child.stderr.on('data', (text) => {
    complaints += text
  })
  const ended = new Promise<never>((_, reject) =>
    child.once('exit', (code) => reject(new Error(`${file} ended with ${code}\n${complaints}`))),
  )
  ended.catch(() => {}) // once it listens, its end is nobody's failure
  await Promise.race([waitForPort(port), ended])
  return { complaints: () => complaints, stop: () => child.kill('SIGKILL') }
}

export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

async function waitForPort(port: number): Promise<void> {
  for (;;) {
    const isOpen = await new Promise<boolean>((resolve) => {
      const probe = connect(port, '127.0.0.1', () => resolve(true))
      probe.once('error', () => resolve(false)).once('close', () => resolve(false))
      probe.once('connect', () => probe.destroy())
    })
    if (isOpen) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
