import { describe, expect, it } from 'vitest'
import { FragmentQueue } from '../../../runtime/session/fragment-queue.js'
import { LargeMessage } from '../../../runtime/session/large-message.js'
import { Outbox } from '../../../runtime/session/outbox.js'
import { concat, join } from '../../support/bytes.js'
import { frame, MORE } from '../../support/frames.js'
import { RecordedCall } from '../../support/session-pair.js'

const full = 16_384

function call(id: number): RecordedCall {
  const one = new RecordedCall()
  one.id = id
  return one
}

const chunks = {
  acquire: () => new Uint8Array(66 * 1024),
  allocate: (bytes: number) => new Uint8Array(bytes),
  release: () => {},
}

/** What one turn writes, and the calls whose message is over by it: `-3` for the one of call 3 that is lost. */
function write(queue: FragmentQueue) {
  const outbox = new Outbox(chunks)
  const over: number[] = []
  queue.write(outbox, 0, ({ id }, isLost) => over.push(isLost ? -id : id))
  const parts: Uint8Array[] = []
  outbox.flush((bytes) => {
    parts.push(bytes)
    return true
  })
  return { bytes: join(parts), over }
}

const filled = (bytes: number, value: number) => new Uint8Array(bytes).fill(value)
const message = (bytes: number, value: number) => new LargeMessage([filled(bytes, value)])

describe('the fragment queue', () => {
  it('sends messages of a size one after the other, in the order they came', () => {
    const queue = new FragmentQueue()
    queue.add(call(1), message(full * 2, 1))
    queue.add(call(3), message(full + 10, 3))
    expect(queue.bytes).toBe(full * 3 + 10)
    const { bytes, over } = write(queue)
    expect(bytes).toEqual(
      concat(
        frame(4, MORE, 1, filled(full, 1)),
        frame(4, 0, 1, filled(full, 1)),
        frame(4, MORE, 3, filled(full, 3)),
        frame(4, 0, 3, filled(10, 3)),
      ),
    )
    expect(over).toEqual([1, 3])
    expect([queue.bytes, queue.isEmpty]).toEqual([0, true])
  })

  it('lets the sizes take turns: a small message does not wait for a large one that came first', () => {
    const queue = new FragmentQueue()
    queue.add(call(1), message(full * 64, 1))
    queue.add(call(3), message(full * 2, 3))
    expect(write(queue).over).toEqual([3])
  })

  it('serves a size in which nothing else is left without a pause', () => {
    const queue = new FragmentQueue()
    queue.add(call(1), message(full * 64, 1))
    queue.add(call(3), message(10, 3))
    const { bytes } = write(queue)
    expect(bytes.length).toBeGreaterThan(full * 3)
  })

  it('stops when its window is full and goes on where it stopped', () => {
    const queue = new FragmentQueue()
    queue.window.bytes = full * 2
    queue.add(call(1), message(full * 3, 1))
    expect(write(queue).over).toEqual([])
    expect([queue.bytes, queue.isEmpty, queue.canWrite]).toEqual([full, false, false])
    expect(write(queue).bytes).toHaveLength(0)
    queue.window.isIgnored = true
    expect(write(queue)).toEqual({ bytes: frame(4, 0, 1, filled(full, 1)), over: [1] })
  })

  it('forgets the rest of a message that is given up, and no other', () => {
    const queue = new FragmentQueue()
    const gone = call(1)
    queue.add(gone, message(full * 9, 1))
    queue.add(call(3), message(full + 10, 3))
    queue.drop(gone)
    queue.drop(call(99))
    expect(queue.bytes).toBe(full + 10)
    expect(write(queue).over).toEqual([3])
  })

  it('gives up a message whose memory the program has taken away, and goes on with the next', () => {
    const queue = new FragmentQueue()
    const lent = filled(full * 2, 1)
    queue.add(call(1), new LargeMessage([lent]))
    queue.add(call(3), message(10, 3))
    structuredClone(lent.buffer, { transfer: [lent.buffer] })
    expect(write(queue)).toEqual({ bytes: frame(4, 0, 3, filled(10, 3)), over: [-1, 3] })
    expect(queue.bytes).toBe(0)
  })
})

/** As Node has it; the declarations of the language that this project is checked against do not. */
type Resizable = ArrayBuffer & { resize(bytes: number): void }
const resizable = (bytes: number, maxByteLength: number) =>
  Reflect.construct(ArrayBuffer, [bytes, { maxByteLength }]) as Resizable // because that is what it makes

describe('a large message', () => {
  it('is lost when its memory has shrunk, and keeps its length when that has grown', () => {
    const writer = new Outbox(chunks).writer
    for (const [bytes, isThere] of [
      [20, true],
      [9, false],
    ] as const) {
      const memory = resizable(10, 20)
      const large = new LargeMessage([new Uint8Array(memory)])
      memory.resize(bytes)
      expect([large.writeTo(writer, 10), large.left]).toEqual([isThere, isThere ? 0 : 10])
    }
    expect(writer.pos).toBe(10)
  })

  it('is written in any portions, across its pieces', () => {
    const pieces = [filled(3, 1), filled(5, 2), filled(0, 9), filled(4, 3)]
    for (const portion of [1, 2, 3, 4, 7, 12]) {
      const large = new LargeMessage(pieces)
      const outbox = new Outbox(chunks)
      outbox.beginFrame()
      const from = outbox.writer.pos
      while (large.left > 0) {
        expect(large.writeTo(outbox.writer, Math.min(portion, large.left))).toBe(true)
      }
      const { buf, pos } = outbox.writer
      expect(buf.slice(from, pos)).toEqual(join(pieces))
    }
  })
})
