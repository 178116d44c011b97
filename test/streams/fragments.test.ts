import { expect, it } from 'vitest'
import { frame, hello, kind, LAST, MORE, ping, varint } from '../support/frames.js'
import { greeted, methods } from '../support/session-pair.js'

it('a small fragment does not keep the chunk that it came in', () => {
  const { session } = greeted('accepting', hello())
  const first = frame(
    kind.open,
    LAST | MORE,
    1,
    varint(methods.unary),
    varint(100_000),
    new Uint8Array(1_024),
  )
  const rest = Array.from({ length: 500 }, () => ping())
  // As a socket delivers it: a Buffer, whose slice() would be a view.
  const chunk = Buffer.concat([first, ...rest])
  session.receive(chunk, 0)
  const parts = session.calls.get(1)?.flow?.assembly?.parts ?? []
  expect(parts.map(({ length }) => length)).toEqual([1_024])
  expect(parts[0]?.buffer).not.toBe(chunk.buffer)
})
