import { describe, expect, it } from 'vitest'
import { connected } from '../../support/connection-harness.js'
import { open, ping } from '../../support/frames.js'
import { encodedNote, noteOfBytes, numbers } from '../../support/note-service.js'

const large = { limited: () => noteOfBytes(200_000) }

describe('a peer that reads nothing', () => {
  it('is given up when nothing has left for writeStallMs', async () => {
    const peer = await connected('accepting', { handlers: large })
    peer.transport.stalled = true
    peer.transport.arrive(open(1, numbers.limited, encodedNote('x')))
    await peer.bytes()
    peer.clock.advance(9_990)
    expect(peer.transport.destroyed).toBe(false)
    peer.clock.advance(20)
    expect(peer.transport.destroyed).toBe(true)
    expect(peer.connection.closeReason?.message).toContain('read nothing for 10000 ms')
  })

  it('and then does is not', async () => {
    const peer = await connected('accepting', { handlers: large })
    peer.transport.stalled = true
    peer.transport.arrive(open(1, numbers.limited, encodedNote('x')))
    await peer.bytes()
    peer.clock.advance(9_000)
    peer.transport.drain()
    peer.clock.advance(9_000)
    expect(peer.transport.destroyed).toBe(false)
  })

  it('is not read any more once too much waits for it, and again when that has left', async () => {
    const peer = await connected('accepting', {
      handlers: large,
      limits: { maxSendQueueBytes: 65_536 },
    })
    peer.transport.stalled = true
    peer.transport.hasRoom = false
    peer.transport.arrive(open(1, numbers.limited, encodedNote('x')))
    await peer.bytes()
    peer.transport.waitingBytes = 1
    peer.transport.arrive(ping())
    await peer.bytes()
    expect(peer.transport.paused).toBe(true)
    peer.transport.drain()
    await peer.bytes()
    expect(peer.transport.paused).toBe(false)
  })
})

describe('a connection that has said its last word', () => {
  it('writes nothing behind it, whatever still arrives', async () => {
    const peer = await connected('accepting', { limits: { nuisanceBurst: 1_000 } })
    peer.transport.arrive(Uint8Array.of(0, 0, 0xff, 0, 0, 0, 0))
    await peer.bytes()
    expect(peer.transport.ended).toBe(true)
    for (let i = 0; i < 10; i++) peer.transport.arrive(ping())
    await peer.bytes()
    expect(peer.transport.writesAfterEnd).toBe(0)
  })

  it('after a goodbye in order reads on for a second and leaves no timer', async () => {
    const peer = await connected('accepting')
    peer.connection.drain(new Error('bye'))
    const frames = await peer.bytes()
    // Echo the barrier: the last eight bytes are those of the PING.
    peer.transport.arrive(Uint8Array.from([0, 8, 0x90, 0, 0, 0, 0, ...frames.slice(-8)]))
    await peer.bytes()
    expect(peer.transport.ended).toBe(true)
    peer.transport.arrive(ping())
    await peer.bytes()
    peer.clock.advance(1_100)
    expect(peer.transport.destroyed).toBe(true)
    await peer.bytes()
    expect(peer.clock.scheduled).toBe(0)
  })
})
