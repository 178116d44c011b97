/** Starts notes-process.ts: a server in a process of its own, for tests that stop or kill it. */

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { useRigs } from './rig.js'

export interface NotesProgram {
  readonly child: ChildProcess
  readonly url: string
}

export async function startNotesProgram(
  own: ReturnType<typeof useRigs>['own'],
  url?: string,
): Promise<NotesProgram> {
  const script = fileURLToPath(new URL('./notes-process.ts', import.meta.url))
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', script, ...(url === undefined ? [] : [url])],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  own(child, async (one) => {
    if (one.exitCode !== null || one.signalCode !== null) return
    one.kill('SIGKILL')
    await once(one, 'exit')
  })
  const { stdout } = child
  if (stdout === null) throw new Error('no stdout')
  const [line] = await once(stdout, 'data')
  stdout.destroy()
  return { child, url: String(line).trim() }
}
