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

it('memory for all of a message is there when an eighth of it has come, and each fragment is copied once', () => {
  const { session } = greeted('accepting', hello())
  const total = 40 * 16_384
  const fragment = (number: number) => new Uint8Array(16_384).fill(number)
  const begun = frame(kind.open, LAST | MORE, 1, varint(methods.unary), varint(total), fragment(0))
  session.receive(begun, 0)
  const wholeAfter: boolean[] = []
  for (let number = 1; number < 39; number++) {
    session.receive(frame(kind.data, MORE, 1, fragment(number)), 0)
    wholeAfter.push(session.calls.get(1)?.flow?.assembly?.whole !== undefined)
  }
  expect(wholeAfter.indexOf(true)).toBe(3) // the fifth fragment of forty
  const whole = session.calls.get(1)?.flow?.assembly?.whole
  expect(whole?.length).toBe(total)
  for (let number = 0; number < 39; number++) expect(whole?.[number * 16_384]).toBe(number)
})
