/** Large bytes that a writer leaves where they are: the message is the same as if they had been copied. */

import fc from 'fast-check'
import { BufferWriter } from 'protobufjs/minimal.js'
import { describe, expect, it } from 'vitest'
import { MessageWriter, minLentBytes } from '../../../runtime/codec/message-writer.js'

type Part = { readonly bytes: number } | { readonly text: string } | { readonly inside: Part[] }

const large = fc.integer({ min: minLentBytes, max: minLentBytes + 300 })
const small = fc.integer({ min: 0, max: 200 })
const { message } = fc.letrec<{ message: Part[] }>((tie) => ({
  message: fc.array(
    fc.oneof(
      { weight: 2, arbitrary: large.map((bytes) => ({ bytes })) },
      { weight: 2, arbitrary: small.map((bytes) => ({ bytes })) },
      { weight: 2, arbitrary: fc.string({ maxLength: 20 }).map((text) => ({ text })) },
      { weight: 1, arbitrary: tie('message').map((inside) => ({ inside })) },
    ),
    { maxLength: 5, depthIdentifier: 'nesting' },
  ),
}))

function encode(parts: readonly Part[], writer: BufferWriter): void {
  for (const part of parts) {
    if ('bytes' in part) writer.uint32(10).bytes(new Uint8Array(part.bytes).fill(part.bytes))
    else if ('text' in part) writer.uint32(18).string(part.text)
    else {
      encode(part.inside, writer.uint32(26).fork())
      writer.ldelim()
    }
  }
}

function plain(parts: readonly Part[]): Uint8Array {
  const writer = new BufferWriter()
  encode(parts, writer)
  return writer.finish()
}

/** What is written, with what was lent put in its places. */
function put(writer: MessageWriter): Uint8Array {
  const pieces: Uint8Array[] = []
  let from = 0
  for (const { at, bytes } of writer.takeLent()) {
    pieces.push(writer.buf.subarray(from, at), bytes)
    from = at
  }
  return Buffer.concat([...pieces, writer.buf.subarray(from, writer.pos)])
}

describe('a writer that borrows', () => {
  it('writes what one that copies writes, at any depth', () => {
    fc.assert(
      fc.property(message, (parts) => {
        const writer = new MessageWriter()
        writer.borrows = true
        encode(parts, writer)
        expect(Buffer.compare(put(writer), plain(parts))).toBe(0)
      }),
      { numRuns: 200 },
    )
  })

  it('counts what it is lent until that is taken', () => {
    const writer = new MessageWriter()
    writer.borrows = true
    writer.bytes(new Uint8Array(minLentBytes)).bytes(new Uint8Array(minLentBytes - 1))
    expect(writer.lentBytes).toBe(minLentBytes)
    expect(writer.takeLent().map(({ bytes }) => bytes.length)).toEqual([minLentBytes])
    expect([writer.lentBytes, writer.takeLent()]).toEqual([0, []])
  })

  it('copies everything unless it is told to borrow', () => {
    const writer = new MessageWriter()
    writer.bytes(new Uint8Array(minLentBytes))
    expect([writer.lentBytes, writer.pos]).toEqual([0, minLentBytes + 3])
  })
})
