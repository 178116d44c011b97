import { describe, expect, it } from 'vitest'
import { join } from '../../support/bytes.js'
import { type ConnectionHarness, connected } from '../../support/connection-harness.js'
import { kind, open, type ParsedFrame, parseFrames, pong } from '../../support/frames.js'
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

/** Says that all of it has arrived. */
function answerPings({ transport }: ConnectionHarness, frames: readonly ParsedFrame[]) {
  for (const each of frames) if (each.kind === kind.ping) transport.arrive(pong(each.body))
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
      const bytes = peer.transport.take()
      if (bytes.length === 0) continue
      slices.push(bytes.length)
      answerPings(peer, parseFrames(bytes))
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

  it('leaves in front of others of its size that came later', async () => {
    const peer = await peerWithLargeAnswers()
    peer.transport.arrive(open(1, numbers.limited, encodedNote('x')))
    peer.transport.arrive(open(3, numbers.limited, encodedNote('x')))
    await turn()
    await turn()
    const ids = parseFrames(peer.transport.take()).map(({ id }) => id)
    expect(ids.slice(0, 6)).toEqual([1, 3, 1, 1, 1, 1])
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

  it('waits for the peer to have read it, with no more than 256 KiB on the way', async () => {
    const peer = await peerWithLargeAnswers()
    peer.transport.arrive(open(1, numbers.limited, encodedNote('x')))
    for (let i = 0; i < 20; i++) await turn()
    const before = parseFrames(peer.transport.take())
    expect(bytesOf(before)).toBeGreaterThanOrEqual(256 * KiB)
    expect(bytesOf(before)).toBeLessThan(256 * KiB + 2 * 17 * KiB)
    // A small answer does not wait, and nothing else comes in front of it.
    peer.transport.arrive(open(3, numbers.echo, encodedNote('hi')))
    for (let i = 0; i < 5; i++) await turn()
    expect(parseFrames(peer.transport.take()).map(({ id }) => id)).toEqual([3])
    answerPings(peer, before)
    for (let i = 0; i < 5; i++) await turn()
    expect(bytesOf(parseFrames(peer.transport.take()))).toBeGreaterThanOrEqual(128 * KiB)
  })

  it('does not wait for answers that its side has stopped reading', async () => {
    const peer = await connected('accepting', {
      handlers: { limited: () => noteOfBytes(large) },
      limits: { maxSendQueueBytes: 512 * KiB },
    })
    peer.transport.arrive(open(1, numbers.limited, encodedNote('x')))
    const frames: ParsedFrame[] = []
    let wasPaused = false
    for (let i = 0; i < 40; i++) {
      await turn()
      wasPaused ||= peer.transport.paused
      frames.push(...parseFrames(peer.transport.take()))
    }
    expect([wasPaused, peer.transport.paused]).toEqual([true, false])
    // It reads again when half of that waits, and then answers count.
    expect(bytesOf(frames)).toBeGreaterThanOrEqual(large - 256 * KiB)
    answerPings(peer, frames)
    for (let i = 0; i < 20; i++) {
      await turn()
      const more = parseFrames(peer.transport.take())
      answerPings(peer, more)
      frames.push(...more)
    }
    expect(bytesOf(frames)).toBeGreaterThan(large)
  })

  it('leaves whole, whatever its peer has read, when its side ends the connection', async () => {
    const peer = await peerWithLargeAnswers()
    peer.transport.arrive(open(1, numbers.limited, encodedNote('x')))
    await turn()
    peer.connection.fail('INTERNAL', new Error('enough'))
    expect(bytesOf(parseFrames(peer.transport.take()))).toBeGreaterThan(large)
  })
})

/** Requests in one chunk, whose answers are made one after the other; what is written while they are, and in all. */
async function answersOf(harness: ConnectionHarness, calls: readonly Uint8Array[]) {
  const { transport } = harness
  transport.take()
  transport.arrive(join(calls))
  const early = transport.writes
  await turn()
  const all = transport.writes
  return { early, all, frames: parseFrames(transport.take()) }
}

const peerWithQuickAnswers = () =>
  connected('accepting', {
    handlers: { quick: (note) => note, limited: () => noteOfBytes(large) },
  })

/** So many calls with a text of so many letters, from an id on. */
const quickCalls = (count: number, { from = 1, letters = 80 } = {}) =>
  Array.from({ length: count }, (_, i) =>
    open(from + 2 * i, numbers.quick, encodedNote('x'.repeat(letters))),
  )

describe('the small answers of one turn', () => {
  it('leave in one write when they are few', async () => {
    const { early, all, frames } = await answersOf(await peerWithQuickAnswers(), quickCalls(8))
    expect(early).toEqual([])
    expect(all).toHaveLength(1)
    expect(frames).toHaveLength(8)
  })

  it('leave at the end of the turn when the first is all there is, however long', async () => {
    const calls = quickCalls(1, { letters: 5_000 })
    const { early, all } = await answersOf(await peerWithQuickAnswers(), calls)
    expect(early).toEqual([])
    expect(all).toHaveLength(1)
  })

  it('leave in parts when they are many: the peer can begin while the others are worked on', async () => {
    const { early, all, frames } = await answersOf(await peerWithQuickAnswers(), quickCalls(200))
    expect(early.length).toBeGreaterThanOrEqual(3)
    expect(early[0]).toBeLessThan(KiB + 200)
    expect(all).toHaveLength(early.length + 1)
    expect(frames.map(({ id }) => id)).toEqual(Array.from({ length: 200 }, (_, i) => 2 * i + 1))
  })

  it('leave in parts that grow, so that there are few of them however many answers there are', async () => {
    const { early } = await answersOf(await peerWithQuickAnswers(), quickCalls(1_000))
    expect(early.length).toBeLessThanOrEqual(5)
    for (const [i, bytes] of early.entries()) {
      if (i > 0) expect(bytes).toBeGreaterThan((early[i - 1] ?? 0) * 2)
    }
  })

  it('leave in small parts first in each turn, whatever the last had', async () => {
    const peer = await peerWithQuickAnswers()
    await answersOf(peer, quickCalls(1_000))
    const { early } = await answersOf(peer, quickCalls(200, { from: 2_001 }))
    expect(early[0]).toBeLessThan(KiB + 200)
  })

  it('wait for the end of the turn behind bytes that the transport still holds', async () => {
    const peer = await peerWithQuickAnswers()
    peer.transport.stalled = true
    const { early, all, frames } = await answersOf(peer, quickCalls(200))
    expect(early).toHaveLength(1)
    expect(all).toHaveLength(2)
    expect(frames).toHaveLength(200)
  })

  it('wait for a transport that has no room', async () => {
    const peer = await peerWithQuickAnswers()
    peer.transport.hasRoom = false
    const { all } = await answersOf(peer, quickCalls(200))
    expect(all).toEqual([])
    peer.transport.drain()
    expect(parseFrames(peer.transport.take())).toHaveLength(200)
  })

  it('wait for the end of the turn beside fragments of a large one, which keep the peer busy', async () => {
    const peer = await peerWithQuickAnswers()
    const calls = [open(1, numbers.limited, encodedNote('x')), ...quickCalls(200, { from: 3 })]
    expect((await answersOf(peer, calls)).early).toEqual([])
  })
})
