import { describe, expect, it } from 'vitest'
import { rawCodec, SessionPair } from '../../support/session-pair.js'

const large = new Uint8Array(1024 * 1024)
const small = new Uint8Array(1024)

/** A server with streams to its client, which has read nothing yet. */
function streaming(count: number) {
  const pair = SessionPair.open()
  for (let i = 0; i < count; i++) pair.client.stream(2, new Uint8Array(1))
  pair.pump()
  const { session, served } = pair.server
  return { pair, session, served }
}

describe('streams that want to send at once', () => {
  it('write one large message in a turn; the others wait for the next', () => {
    const { session, served } = streaming(3)
    const [first, second, third] = served
    if (first === undefined || second === undefined || third === undefined) throw new Error('none')
    expect(session.sender.wantsToSend(first)).toBe(true)
    session.send(first, rawCodec, large, false)
    expect([second, third].map((call) => session.sender.wantsToSend(call))).toEqual([false, false])
    expect(session.sender.awaitsTurn).toBe(true)
    session.sender.nextTurn()
    expect(second.log.at(-1)).toBe('writable')
    expect(session.sender.wantsToSend(second)).toBe(true)
  })

  it('write many small messages in a turn, and no more than 256 KiB of them', () => {
    const { session, served } = streaming(1)
    const [call] = served
    if (call === undefined) throw new Error('none')
    let sent = 0
    while (session.sender.wantsToSend(call) && sent < 1_000) {
      session.send(call, rawCodec, small, false)
      // What is written leaves at once; the turn goes on all the same.
      session.flush(
        () => true,
        () => true,
      )
      sent++
    }
    // The stream's credit of 256 KiB ends a little earlier, as each message costs 64 bytes more.
    expect(sent).toBeLessThanOrEqual(256)
    expect(sent).toBeGreaterThan(200)
  })

  it('have a turn due after a large message even when no other stream waits yet', () => {
    const { session, served } = streaming(2)
    const [first, second] = served
    if (first === undefined || second === undefined) throw new Error('none')
    session.send(first, rawCodec, large, false)
    session.flush(
      () => true,
      () => true,
    )
    expect(session.sender.awaitsTurn).toBe(true)
    expect(session.sender.wantsToSend(second)).toBe(false)
    session.sender.nextTurn()
    expect(second.log.at(-1)).toBe('writable')
    expect(session.sender.awaitsTurn).toBe(false)
  })
})
