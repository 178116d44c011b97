import { describe, expect, it } from 'vitest'
import { FragmentQueue } from '../../../runtime/session/fragment-queue.js'
import { concat, join } from '../../support/bytes.js'
import { frame, MORE } from '../../support/frames.js'
import { RecordedCall } from '../../support/session-pair.js'

const full = 16_384

function call(id: number): RecordedCall {
  const one = new RecordedCall()
  one.id = id
  return one
}

function flush(queue: FragmentQueue, fragments = Number.POSITIVE_INFINITY) {
  const parts: Uint8Array[] = []
  let left = fragments
  const complete = queue.flush(
    (bytes) => {
      parts.push(bytes)
      return true
    },
    () => left-- > 0,
    0,
  )
  return { bytes: join(parts), ids: complete.map(({ id }) => id) }
}

const filled = (bytes: number, value: number) => new Uint8Array(bytes).fill(value)

describe('the fragment queue', () => {
  it('sends a fragment of each message in turn', () => {
    const queue = new FragmentQueue()
    queue.add(call(1), filled(full * 3, 1), full)
    queue.add(call(3), filled(full + 10, 3), full)
    expect(queue.bytes).toBe(full * 2 + 10)
    const { bytes, ids } = flush(queue)
    expect(bytes).toEqual(
      concat(
        frame(4, MORE, 1, filled(full, 1)),
        frame(4, 0, 3, filled(10, 3)),
        frame(4, 0, 1, filled(full, 1)),
      ),
    )
    expect(ids).toEqual([3, 1])
    expect([queue.bytes, queue.isEmpty]).toEqual([0, true])
  })

  it('stops when the transport is full and goes on where it stopped', () => {
    const queue = new FragmentQueue()
    queue.add(call(1), filled(full * 3, 1), full)
    expect(flush(queue, 1)).toEqual({ bytes: frame(4, MORE, 1, filled(full, 1)), ids: [] })
    expect([queue.bytes, queue.isEmpty]).toEqual([full, false])
    expect(flush(queue, 0).bytes).toHaveLength(0)
    expect(flush(queue, 1)).toEqual({ bytes: frame(4, 0, 1, filled(full, 1)), ids: [1] })
  })

  it('forgets the rest of a message that is given up, and no other', () => {
    const queue = new FragmentQueue()
    const gone = call(1)
    queue.add(gone, filled(full * 3, 1), full)
    queue.add(call(3), filled(full + 10, 3), full)
    flush(queue, 1)
    queue.drop(gone)
    queue.drop(call(99))
    expect(queue.bytes).toBe(10)
    expect(flush(queue)).toEqual({ bytes: frame(4, 0, 3, filled(10, 3)), ids: [3] })
  })
})
