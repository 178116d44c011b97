import { describe, expect, it } from 'vitest'
import { concat, hex } from '../support/bytes.js'
import {
  cancel,
  data,
  field,
  frame,
  hello,
  kind,
  LAST,
  MORE,
  open,
  parseFields,
  ping,
  prefaceBytes,
  textOf,
  varint,
} from '../support/frames.js'
import { encodedNote, note, noteOfBytes, numbers } from '../support/note-service.js'
import { RawPeer } from '../support/raw-peer.js'
import { Gate, portOf, type Rig, type RigOptions, until, useRigs } from '../support/rig.js'

const { start, own } = useRigs()

async function attack(options: RigOptions = {}): Promise<{ rig: Rig; peer: RawPeer }> {
  const rig = await start(options)
  return { rig, peer: own(await RawPeer.connect(portOf(rig.url)), (one) => one.destroy()) }
}

const isOver = (peer: RawPeer) => peer.ended || peer.closed

describe('a client that breaks a rule', () => {
  const opened = open(1, numbers.echo, encodedNote('x'))
  const attacks: readonly [what: string, bytes: Uint8Array, text: RegExp][] = [
    ['an oversized frame', hex`ff ff 31 00 00 00 01`, /body of 65535 bytes/],
    ['an unknown kind', frame(15, 0, 1), /not part of the protocol/],
    ['a run of zeros', new Uint8Array(100), /not part of the protocol/],
    ['a run of ones', new Uint8Array(100).fill(255), /body of 65535/],
    ['an id that skips', open(3, numbers.echo, encodedNote('x')), /call id 3; the next one is 1/],
    ['an id that comes twice', concat(opened, opened), /call id 1; the next one is 3/],
    ['an answer nobody asked for', data(2, encodedNote('x')), /not open/],
    ['a method that was not offered', open(1, 99, encodedNote('x')), /not offered/],
    [
      'a fragment of one byte',
      frame(kind.open, LAST | MORE, 1, varint(numbers.echo), varint(9_999), hex`00`),
      /fragment of 1 bytes/,
    ],
    ['a PING of seven bytes', ping(new Uint8Array(7)), /8 bytes/],
  ]
  for (const [what, bytes, text] of attacks) {
    it(`with ${what} is told so and closed, and nobody else notices`, async () => {
      const { rig, peer } = await attack()
      await rig.client.echo(note())
      peer.write(hello(), bytes)
      await until(() => isOver(peer), 'the close')
      const goaway = peer.frames.at(-1)
      expect(goaway?.kind).toBe(kind.goaway)
      const fields = parseFields(goaway?.body ?? hex``)
      expect(fields.get(2)).toBe(13)
      expect(textOf(fields.get(3))).toMatch(text)
      expect(rig.log.all).toHaveLength(1)
      expect(rig.log.all[0]).toMatch(text)
      expect(await rig.client.echo(note('x'))).toEqual(note('x'))
    })
  }

  it('cannot forge lines in the log', async () => {
    const { rig, peer } = await attack()
    const name = 'evil\nerror trunkline: all is lost\u001b[2J'
    peer.write(
      concat(prefaceBytes, frame(kind.hello, 0, 0, field(9, concat(field(2, name), field(3, 77))))),
    )
    await until(() => rig.log.all.length > 0)
    expect(rig.log.all).toHaveLength(1)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: their absence is the point
    expect(rig.log.all[0]).not.toMatch(/[\u0000-\u001f]/)
  })
})

describe('a request that is no message', () => {
  const bodies: readonly [what: string, body: Uint8Array][] = [
    ['is cut off', hex`0a 05 61`],
    ['runs past its end', hex`0a ff ff ff ff 0f`],
    ['is not UTF-8', hex`0a 02 c3 28`],
    ['has field number 0', hex`02 00`],
    ['has a wire type that does not exist', hex`0f`],
    ['is nested a hundred thousand deep', new Uint8Array(16_000).fill(0x23)],
    ['has a varint of eleven bytes', hex`10 ff ff ff ff ff ff ff ff ff ff 01`],
  ]
  for (const [what, body] of bodies) {
    it(`because it ${what} is refused before the handler, and the connection goes on`, async () => {
      let handled = 0
      const { peer, rig } = await attack({
        handlers: {
          echo: (request) => {
            handled++
            return request
          },
        },
      })
      peer.write(
        hello(),
        open(1, numbers.echo, body),
        open(3, numbers.limited, encodedNote('after')),
      )
      await until(() => peer.frames.length >= 3, 'both answers')
      const [, refused, answered] = peer.frames
      expect([refused?.kind, refused?.id]).toEqual([kind.end, 1])
      const fields = parseFields(refused?.body ?? hex``)
      expect([fields.get(1), fields.get(3)]).toEqual([3, 1])
      expect([answered?.kind, answered?.id]).toEqual([kind.data, 3])
      expect([handled, rig.log.all]).toEqual([0, []])
    })
  }

  it('because it breaks the schema is refused with the field and the rule', async () => {
    const { peer } = await attack()
    peer.write(hello(), open(1, numbers.echo, encodedNote('x', 1_000_001)))
    await until(() => peer.frames.length >= 2)
    const fields = parseFields(peer.frames[1]?.body ?? hex``)
    const violation = fields.get(6)
    if (!(violation instanceof Uint8Array)) throw new Error('no violation')
    expect(textOf(parseFields(violation).get(1))).toBe('number')
    expect(textOf(parseFields(violation).get(2))).toBe('must be at most 1000000')
  })
})

describe('a client that is slow', () => {
  const limits = { handshakeTimeoutMs: 80, frameTimeoutMs: 80, writeStallMs: 80, lingerMs: 30 }
  const prefixes: readonly [what: string, bytes: Uint8Array][] = [
    ['says nothing', hex``],
    ['says half a preface', prefaceBytes.slice(0, 4)],
    ['says a preface and no HELLO', prefaceBytes],
    ['says half a HELLO', hello().slice(0, 20)],
  ]
  for (const [what, bytes] of prefixes) {
    it(`and ${what} is closed when the handshake took too long`, async () => {
      const { rig, peer } = await attack({ server: { limits } })
      const before = performance.now()
      peer.write(bytes)
      await until(() => peer.closed || peer.ended)
      expect(performance.now() - before).toBeLessThan(2_000)
      await until(() => rig.server.peers.size === 0)
    })
  }

  it('and drips a handshake byte by byte is closed all the same', async () => {
    const { peer } = await attack({ server: { limits } })
    const bytes = hello()
    let at = 0
    const drip = setInterval(() => peer.write(bytes.slice(at, ++at)), 10)
    await until(() => isOver(peer))
    clearInterval(drip)
    expect(at).toBeLessThan(bytes.length)
  })

  it('and never finishes a frame is told and closed, however it drips', async () => {
    const { peer } = await attack({ server: { limits } })
    peer.write(hello())
    const bytes = open(1, numbers.echo, new Uint8Array(5_000))
    let at = 0
    const drip = setInterval(() => peer.write(bytes.slice(at, ++at)), 10)
    await until(() => isOver(peer))
    clearInterval(drip)
    expect(peer.frames.at(-1)?.kind).toBe(kind.goaway)
    expect(textOf(parseFields(peer.frames.at(-1)?.body ?? hex``).get(3))).toContain(
      'frame was not complete',
    )
  })

  it('and never finishes a message ends that call at its deadline', async () => {
    const { peer } = await attack()
    const body = concat(varint(numbers.echo), varint(50), varint(9_000), new Uint8Array(2_000))
    peer.write(hello(), frame(kind.open, LAST | MORE | 4, 1, body))
    await until(() => peer.frames.length >= 2, 'the end')
    const fields = parseFields(peer.frames[1]?.body ?? hex``)
    // DEADLINE_EXCEEDED, refused: the handler never began.
    expect([peer.frames[1]?.kind, fields.get(1), fields.get(3)]).toEqual([kind.end, 4, 1])
  })

  it('and reads nothing of what it asks for is closed; others are served meanwhile', async () => {
    const { rig, peer } = await attack({
      server: { limits: { ...limits, writeStallMs: 150, maxSendQueueBytes: 65_536 } },
      handlers: { echo: () => noteOfBytes(1_000_000) },
    })
    peer.socket.pause()
    peer.write(hello())
    for (let id = 1; id < 60; id += 2) peer.write(open(id, numbers.echo, encodedNote('x')))
    await until(() => rig.server.peers.size === 1)
    for (let i = 0; i < 20; i++) await rig.client.limited(note())
    await until(() => rig.server.peers.size === 1, 'the close')
    await until(
      () => [...rig.server.peers].every(({ agent }) => agent.startsWith('trunkline')),
      'the close',
    )
  })

  it('and reads again in time is read again: nothing is stuck', async () => {
    const { peer } = await attack({
      server: { limits: { maxSendQueueBytes: 65_536 } },
      handlers: { echo: () => noteOfBytes(500_000) },
    })
    peer.write(hello())
    peer.socket.pause()
    for (let id = 1; id < 20; id += 2) peer.write(open(id, numbers.echo, encodedNote('x')))
    await new Promise((resolve) => setTimeout(resolve, 50))
    peer.socket.resume()
    await until(() => peer.received.length > 10 * 500_000)
    peer.write(open(21, numbers.limited, encodedNote('still there')))
    await until(() => peer.frames.some(({ id }) => id === 21), 'the answer')
  })
})

describe('a flood', () => {
  it('of PINGs is closed, with one line', async () => {
    const { rig, peer } = await attack({
      server: { limits: { nuisanceBurst: 100, nuisancePerSecond: 1 } },
    })
    peer.write(hello(), ...Array.from({ length: 5_000 }, () => ping()))
    await until(() => isOver(peer))
    const kinds = peer.frames.map((one) => one.kind)
    expect(kinds.filter((one) => one === kind.pong).length).toBeLessThanOrEqual(100)
    expect(kinds.at(-1)).toBe(kind.goaway)
    expect(rig.log.all).toHaveLength(1)
  })

  it('of calls that are cancelled at once never runs more handlers than its slots allow', async () => {
    const slots = 16
    let running = 0
    let most = 0
    const gate = new Gate()
    const { rig, peer } = await attack({
      server: { limits: { maxCallsPerConnection: slots, nuisanceBurst: 1_000_000 } },
      handlers: {
        echo: async (request) => {
          most = Math.max(most, ++running)
          await gate.passed
          running--
          return request
        },
      },
    })
    const frames: Uint8Array[] = []
    for (let id = 1; id < 20_000; id += 2)
      frames.push(open(id, numbers.echo, encodedNote('x')), cancel(id))
    peer.write(hello(), ...frames)
    await until(
      () => peer.frames.filter((one) => one.kind === kind.end).length === 10_000,
      'all answers',
    )
    // Calls in flight and handlers that outlive their call are counted apart, each up to the limit.
    expect(most).toBeLessThanOrEqual(2 * slots)
    expect(most).toBeGreaterThanOrEqual(slots)
    expect(await rig.client.limited(note('other'))).toEqual(note('other'))
    gate.open()
    await until(() => running === 0)
    peer.write(open(20_001, numbers.limited, encodedNote('again')))
    await until(() => peer.frames.at(-1)?.id === 20_001, 'room for more')
  })

  it('of connections that end at once leaves nothing behind', async () => {
    const { rig } = await attack()
    for (let round = 0; round < 10; round++) {
      const peers = await Promise.all(
        Array.from({ length: 30 }, () => RawPeer.connect(portOf(rig.url))),
      )
      peers.forEach((one, i) => {
        if (i % 3 === 0) one.write(hello())
        if (i % 3 === 1) one.write(prefaceBytes.slice(0, 5))
        if (i % 2 === 0) one.socket.resetAndDestroy()
        else one.destroy()
      })
    }
    expect(await rig.client.echo(note('x'))).toEqual(note('x'))
    await until(() => rig.server.peers.size === 1)
  })
})
