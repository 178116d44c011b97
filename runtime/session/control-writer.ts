/** Writes the frames that carry no message: greetings, PING, PONG, CANCEL, GOAWAY, AUTH. */

import { type Cancel, writeCancel, writeGoaway } from '../wire/call-bodies.js'
import { type Credentials, writeCredentials } from '../wire/credentials.js'
import { encodeWith } from '../wire/fields.js'
import { flags, frameKinds, maxFragmentBytes } from '../wire/frame.js'
import { type Greeting, writeGreeting } from '../wire/greeting.js'
import { preface } from '../wire/preface.js'
import type { Outbox } from './outbox.js'

export class ControlWriter {
  readonly #outbox: Outbox

  constructor(outbox: Outbox) {
    this.#outbox = outbox
  }

  /** The eight bytes before the first frame. */
  preface(): void {
    const start = this.#outbox.beginFrame()
    this.#outbox.writer.pos = start // the preface is no frame
    this.#outbox.writer.raw(preface)
  }

  /** The preface and a HELLO or WELCOME, in as many frames as it takes. */
  greet(kind: number, greeting: Greeting): void {
    this.preface()
    const body = encodeWith(writeGreeting, greeting)
    for (let from = 0; from === 0 || from < body.length; from += maxFragmentBytes) {
      const part = body.subarray(from, from + maxFragmentBytes)
      const more = from + part.length < body.length ? flags.MORE : 0
      this.#write(kind, more, 0, part)
    }
  }

  /** `echo` has eight bytes. */
  ping(echo: Uint8Array): void {
    this.#write(frameKinds.PING, 0, 0, echo)
  }

  pong(echo: Uint8Array): void {
    this.#write(frameKinds.PONG, 0, 0, echo)
  }

  cancel(id: number, cancel: Cancel): void {
    this.#write(frameKinds.CANCEL, 0, id, encodeWith(writeCancel, cancel))
  }

  goaway(lastId: number, code: number, message: string): void {
    this.#write(frameKinds.GOAWAY, 0, 0, encodeWith(writeGoaway, { lastId, code, message }))
  }

  auth(credentials: Credentials): void {
    this.#write(frameKinds.AUTH, 0, 0, encodeWith(writeCredentials, credentials))
  }

  #write(kind: number, frameFlags: number, id: number, body: Uint8Array): void {
    const at = this.#outbox.beginFrame()
    this.#outbox.writer.raw(body)
    this.#outbox.endFrame(at, (kind << 4) | frameFlags, id)
  }
}
