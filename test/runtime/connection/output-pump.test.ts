import { describe, expect, it } from 'vitest'
import { connected } from '../../support/connection-harness.js'
import { open, type ParsedFrame, parseFrames } from '../../support/frames.js'
import { encodedNote, noteOfBytes, numbers } from '../../support/note-service.js'

const KiB = 1024
const large = 1024 * KiB

const slice = 128 * KiB
/** A slice ends with the fragment that uses it up. */
const most = slice + 17 * KiB

const turn = () => new Promise((resolve) => setImmediate(resolve))

async function peerWithLargeAnswers() {
  const peer = await connected('accepting', {
    handlers: { limited: () => noteOfBytes(large) },
  })
  return peer
}

const bytesOf = (frames: readonly ParsedFrame[]) =>
  frames.reduce((sum, { body }) => sum + body.length, 0)

describe('a message of megabytes', () => {
  it('leaves in slices, one per turn of the event loop, and all of it leaves', async () => {
    const peer = await peerWithLargeAnswers()
    peer.transport.arrive(open(1, numbers.limited, encodedNote('x')))
    const slices: number[] = []
    for (let i = 0; i < 40; i++) {
      await turn()
      const bytes = peer.transport.take().length
      if (bytes > 0) slices.push(bytes)
    }
    expect(slices.reduce((sum, bytes) => sum + bytes, 0)).toBeGreaterThan(large)
    expect(Math.max(...slices)).toBeLessThanOrEqual(2 * most) // where two turns were seen at once
    expect(slices.length).toBeGreaterThanOrEqual(large / (2 * most))
  })

  it('lets a small answer go first, whatever is left of it', async () => {
    const peer = await peerWithLargeAnswers()
    peer.transport.arrive(open(1, numbers.limited, encodedNote('x')))
    await turn()
    peer.transport.take()
    peer.transport.arrive(open(3, numbers.echo, encodedNote('hi')))
    await turn()
    const frames = parseFrames(peer.transport.take())
    const at = frames.findIndex(({ id }) => id === 3)
    expect(at).toBeGreaterThanOrEqual(0)
    expect(bytesOf(frames.slice(0, at))).toBeLessThanOrEqual(most)
  })

  it('takes turns with others of its size', async () => {
    const peer = await peerWithLargeAnswers()
    peer.transport.arrive(open(1, numbers.limited, encodedNote('x')))
    peer.transport.arrive(open(3, numbers.limited, encodedNote('x')))
    await turn()
    await turn()
    const ids = parseFrames(peer.transport.take()).map(({ id }) => id)
    expect(ids.slice(2, 6)).toEqual([1, 3, 1, 3])
  })

  it('is not written into a transport that is full, and goes on when that has drained', async () => {
    const peer = await peerWithLargeAnswers()
    peer.transport.hasRoom = false
    peer.transport.arrive(open(1, numbers.limited, encodedNote('x')))
    await turn()
    await turn()
    expect(peer.transport.take()).toHaveLength(0)
    peer.transport.drain()
    await turn()
    expect(peer.transport.take().length).toBeGreaterThan(0)
  })
})
