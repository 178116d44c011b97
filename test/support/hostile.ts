/** For tests that break rules of PROTOCOL.md with literal bytes. */

import { expect } from 'vitest'
import { ProtocolError } from '../../runtime/wire/protocol-error.js'
import { hello, welcome } from './frames.js'
import { type Endpoint, greeted } from './session-pair.js'

/** A server whose client is the test, and a client whose server is. */
export const server = (): Endpoint => greeted('accepting', hello())
export const client = (): Endpoint => greeted('connecting', welcome())

/** Expects the bytes to be a connection error with this text, whether they arrive whole or one by one. */
export function expectConnectionError(make: () => Endpoint, bytes: Uint8Array, text: RegExp): void {
  const whole = make().session
  expect(() => whole.receive(bytes, 0)).toThrow(text)
  const slow = make().session
  expect(() => {
    for (const byte of bytes) slow.receive(Uint8Array.of(byte), 0)
  }).toThrow(ProtocolError)
}
