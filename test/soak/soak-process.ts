/** A process that runs soak.fixture.ts and does what it is told, one thing after the other. */

import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { root } from '../package/packed-project.js'

export interface Memory {
  readonly heap: number
  /** The heap and the buffers outside of it. */
  readonly used: number
  readonly rss: number
}

interface Reply {
  readonly value?: unknown
  readonly error?: string
}

export class SoakProcess {
  readonly #child: ChildProcess = fork(join(root, 'test/soak/soak.fixture.ts'), {
    execArgv: ['--expose-gc', '--import', 'tsx'],
    cwd: root,
  })

  async do(action: string, argument = 0, url = ''): Promise<unknown> {
    const replied = once(this.#child, 'message')
    this.#child.send({ action, argument, url })
    const [{ value, error }] = (await replied) as [Reply] // because that is what the fixture sends
    if (error !== undefined) throw new Error(`${action}: ${error}`)
    return value
  }

  async measure(): Promise<Memory> {
    return (await this.do('measure')) as Memory // because as above
  }

  kill(): void {
    this.#child.kill('SIGKILL')
  }
}
