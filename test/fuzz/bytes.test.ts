import { describe, expect, it } from 'vitest'
import { ProtocolError } from '../../runtime/wire/protocol-error.js'
import { Chance, concat } from '../support/bytes.js'
import { frame, hello, prefaceBytes, welcome } from '../support/frames.js'
import { Endpoint } from '../support/session-pair.js'

const rounds = Number(process.env.FUZZ_SECONDS ?? 2) * 1_500

/** Feeds noise behind some bytes; anything but a ProtocolError fails the test. */
function feed(role: 'connecting' | 'accepting', start: Uint8Array, noise: Uint8Array): boolean {
  const endpoint = new Endpoint(role)
  try {
    endpoint.session.receive(concat(start, noise), 0)
    return true
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error
    return false
  }
}

describe('noise', () => {
  for (const role of ['connecting', 'accepting'] as const) {
    const greeting = role === 'connecting' ? welcome() : hello()
    const kindOfGreeting = role === 'connecting' ? 2 : 1
    const starts: readonly [where: string, start: Uint8Array][] = [
      ['in the place of the preface', new Uint8Array(0)],
      ['behind the preface', prefaceBytes],
      ['behind the greeting', greeting],
    ]
    for (const [where, start] of starts) {
      it(`${where} is a protocol error to the ${role} side, or nothing`, () => {
        const chance = new Chance(start.length + 1)
        let refused = 0
        for (let round = 0; round < rounds; round++) {
          if (!feed(role, start, chance.bytes(chance.int(1, 300)))) refused++
        }
        // The rest announces a frame that is longer than the noise.
        expect(refused).toBeGreaterThan(rounds * 0.6)
      })
    }

    it(`in the place of the greeting's body is a protocol error to the ${role} side, or read`, () => {
      const chance = new Chance(9)
      for (let round = 0; round < rounds; round++) {
        const body = chance.bytes(chance.int(0, 60))
        feed(role, prefaceBytes, frame(kindOfGreeting, 0, 0, body))
      }
      expect(feed(role, greeting, new Uint8Array(0))).toBe(true)
    })
  }
})
