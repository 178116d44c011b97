import { describe, expect, it } from 'vitest'
import { minLentBytes } from '../../../runtime/codec/message-writer.js'
import type { LargeMessage } from '../../../runtime/session/large-message.js'
import { Outbox } from '../../../runtime/session/outbox.js'
import { concat, hex, join } from '../../support/bytes.js'
import { frame } from '../../support/frames.js'

/** A pool that counts, and whose released chunks are ruined at once. */
function pool(chunkBytes = 1_024) {
  const free: Uint8Array[] = []
  const counts = { made: 0, released: 0 }
  return {
    counts,
    allocate: (bytes: number) => new Uint8Array(bytes),
    acquire: () => {
      const used = free.pop()
      if (used !== undefined) return used
      counts.made++
      return new Uint8Array(chunkBytes)
    },
    release: (chunk: Uint8Array) => {
      counts.released++
      chunk.fill(0xee)
      free.push(chunk)
    },
  }
}

function write(outbox: Outbox, id: number, body: Uint8Array): void {
  const at = outbox.beginFrame()
  outbox.writer.raw(body)
  outbox.endFrame(at, 0x41, id)
}

function flushed(outbox: Outbox, done = true): Uint8Array[] {
  const pieces: Uint8Array[] = []
  outbox.flush((bytes) => {
    pieces.push(new Uint8Array(bytes)) // slice() of a Buffer would be a view
    return done
  })
  return pieces
}

function contentOf(message: LargeMessage): Uint8Array {
  const { writer } = new Outbox(pool())
  expect(message.writeTo(writer, message.left)).toBe(true)
  return new Uint8Array(writer.finish())
}

describe('the outbox', () => {
  it('gathers the frames of a tick into one write', () => {
    const outbox = new Outbox(pool())
    write(outbox, 1, hex`01 02`)
    write(outbox, 3, hex``)
    const expected = concat(frame(4, 1, 1, hex`01 02`), frame(4, 1, 3))
    expect(outbox.bytes).toBe(expected.length)
    expect(flushed(outbox)).toEqual([expected])
    expect(outbox.bytes).toBe(0)
    expect(flushed(outbox)).toEqual([])
  })

  it('leaves no trace of a frame that is dropped', () => {
    const outbox = new Outbox(pool())
    write(outbox, 1, hex`01`)
    const at = outbox.beginFrame()
    // An encoder that threw inside a nested message.
    outbox.writer.raw(hex`02 03`).fork().raw(hex`04`)
    outbox.dropFrame(at)
    write(outbox, 3, hex`05`)
    expect(flushed(outbox)).toEqual([concat(frame(4, 1, 1, hex`01`), frame(4, 1, 3, hex`05`))])
  })

  it('starts a new chunk when the old one is nearly full, and keeps the order', () => {
    const chunks = pool()
    const outbox = new Outbox(chunks)
    const bodies = Array.from({ length: 9 }, (_, i) => new Uint8Array(300).fill(i))
    for (const [i, body] of bodies.entries()) write(outbox, i, body)
    const expected = join(bodies.map((body, i) => frame(4, 1, i, body)))
    expect(outbox.bytes).toBe(expected.length)
    const pieces = flushed(outbox)
    expect(pieces.length).toBeGreaterThan(2)
    expect(join(pieces)).toEqual(expected)
  })

  it('reuses a chunk only when the transport is done with it', () => {
    const chunks = pool()
    const outbox = new Outbox(chunks)
    write(outbox, 1, hex`01`)
    flushed(outbox, false)
    write(outbox, 1, hex`01`)
    expect(chunks.counts).toEqual({ made: 2, released: 0 })
    flushed(outbox, true)
    write(outbox, 1, hex`01`)
    expect(chunks.counts).toEqual({ made: 2, released: 1 })
  })

  it('counts flushes, even those that had nothing to write', () => {
    const outbox = new Outbox(pool())
    expect(outbox.epoch).toBe(0)
    flushed(outbox)
    write(outbox, 1, hex`01`)
    expect(outbox.epoch).toBe(1)
    flushed(outbox)
    expect(outbox.epoch).toBe(2)
  })

  it('cuts a message out of its frame; what stood before stays, and the bytes stay valid', () => {
    const chunks = pool()
    const outbox = new Outbox(chunks)
    write(outbox, 1, hex`01`)
    const at = outbox.beginFrame()
    outbox.writer.raw(hex`aa`)
    const from = outbox.writer.pos
    outbox.writer.raw(hex`02 03 04`)
    const message = outbox.cutFrame(at, from)
    write(outbox, 5, hex`05`)
    expect(join(flushed(outbox))).toEqual(concat(frame(4, 1, 1, hex`01`), frame(4, 1, 5, hex`05`)))
    write(outbox, 7, hex`07 07 07 07 07 07 07 07`)
    flushed(outbox)
    expect(contentOf(message)).toEqual(hex`02 03 04`)
  })

  it('takes a message that is larger than a chunk', () => {
    const outbox = new Outbox(pool())
    const body = new Uint8Array(5_000).fill(9)
    write(outbox, 1, body)
    write(outbox, 3, hex`01`)
    expect(join(flushed(outbox))).toEqual(concat(frame(4, 1, 1, body), frame(4, 1, 3, hex`01`)))
  })

  it('cuts a message out with what it was lent, and uses its own chunk again', () => {
    const chunks = pool()
    const outbox = new Outbox(chunks)
    write(outbox, 1, hex`01`)
    const lent = new Uint8Array(minLentBytes).fill(7)
    const at = outbox.beginFrame()
    outbox.writer.borrows = true
    outbox.writer.uint32(10).bytes(lent).uint32(16).uint32(5)
    const message = outbox.cutFrame(at, at + 7)
    expect(outbox.writer.lentBytes).toBe(0)
    write(outbox, 5, hex`05`)
    expect(join(flushed(outbox))).toEqual(concat(frame(4, 1, 1, hex`01`), frame(4, 1, 5, hex`05`)))
    expect(contentOf(message)).toEqual(concat(hex`0a 80 80 02`, lent, hex`10 05`))
    expect(chunks.counts.made).toBe(1)
  })

  it('forgets what was lent to a frame that is dropped', () => {
    const outbox = new Outbox(pool())
    const at = outbox.beginFrame()
    outbox.writer.borrows = true
    outbox.writer.bytes(new Uint8Array(minLentBytes))
    outbox.dropFrame(at)
    expect(outbox.writer.lentBytes).toBe(0)
  })

  it('gives all chunks of a large tick back to the pool', () => {
    const chunks = pool()
    const outbox = new Outbox(chunks)
    for (let i = 0; i < 9; i++) write(outbox, i, new Uint8Array(300))
    flushed(outbox)
    expect(chunks.counts.released).toBe(chunks.counts.made)
  })
})
