/** Rules P-57 and P-59 of PROTOCOL.md: credentials that are not as they must be. */

import { describe, expect, it } from 'vitest'
import { ProtocolError } from '../../runtime/wire/protocol-error.js'
import { concat } from '../support/bytes.js'
import {
  auth,
  field,
  frame,
  greetingBody,
  hello,
  kind,
  prefaceBytes,
  welcome,
} from '../support/frames.js'
import { client, expectConnectionError as expectError, server } from '../support/hostile.js'
import { Endpoint, greeted } from '../support/session-pair.js'

const accepting = () => new Endpoint('accepting')
const known = () => greeted('accepting', hello({ scheme: 'bearer', token: 'abc' }))

describe('credentials in HELLO', () => {
  it('P-57 are passed on whole, and kept nowhere', () => {
    const scheme = 's'.repeat(64)
    const token = 't'.repeat(8_192)
    const endpoint = accepting()
    let seen: unknown
    endpoint.onGreeting = (greeting) => {
      seen = greeting.credentials
    }
    endpoint.session.receive(hello({ scheme, token }), 0)
    expect(seen).toEqual({ scheme, token })
    expect(endpoint.session.peer.credentials).toBeUndefined()
  })

  it('P-57 with half of them missing are a connection error', () => {
    expectError(accepting, hello({ scheme: 'bearer' }), /without the other/)
    expectError(accepting, hello({ token: 'abc' }), /without the other/)
    expectError(accepting, hello({ scheme: '', token: 'abc' }), /without the other/)
  })

  it('P-57 that are too long are a connection error, which does not repeat them', () => {
    const token = 'secret'.repeat(1_366)
    expectError(accepting, hello({ scheme: 's'.repeat(65), token: 'abc' }), /more than 64/)
    expectError(accepting, hello({ scheme: 'bearer', token }), /^a token has 8196 bytes, more than/)
  })

  it('P-57 that claim more bytes than there are, or are not UTF-8, are a connection error', () => {
    const spoiled = (...token: number[]) =>
      concat(
        prefaceBytes,
        frame(kind.hello, 0, 0, greetingBody({ scheme: 'bearer' }), Uint8Array.from(token)),
      )
    expectError(accepting, spoiled(90, 100, 97), /HELLO is malformed/)
    expectError(accepting, spoiled(90, 1, 0xff), /HELLO is malformed/)
    expectError(accepting, spoiled(90, 0xff, 0xff, 0xff, 0xff, 0x0f), /4294967295 bytes/)
  })

  it('P-57 in WELCOME are a connection error', () => {
    const connecting = () => {
      const endpoint = new Endpoint('connecting')
      endpoint.session.start()
      return endpoint
    }
    expectError(connecting, welcome({ scheme: 'bearer', token: 'abc' }), /WELCOME has credentials/)
  })
})

describe('AUTH', () => {
  it('P-59 brings later credentials', () => {
    const endpoint = known()
    endpoint.session.receive(auth('bearer', 'def'), 0)
    expect(endpoint.log).toEqual(['credentials bearer def'])
  })

  it('P-59 is a connection error from a side that has said nothing in HELLO, and from the accepting side', () => {
    expectError(server, auth('bearer', 'abc'), /AUTH without credentials in HELLO/)
    expectError(client, auth('bearer', 'abc'), /AUTH without credentials in HELLO/)
  })

  it('P-59 without a scheme, without a token or with too long ones is a connection error', () => {
    expectError(known, frame(kind.auth, 0, 0), /AUTH has no credentials/)
    expectError(known, frame(kind.auth, 0, 0, field(1, 'bearer')), /without the other/)
    expectError(known, frame(kind.auth, 0, 0, field(2, 'abc')), /without the other/)
    expectError(known, auth('s'.repeat(65), 'abc'), /more than 64/)
    expectError(known, auth('bearer', 't'.repeat(8_193)), /8193 bytes, more than 8192/)
  })

  it('P-5 with a call id, and P-3 with a flag, is a connection error', () => {
    const body = concat(field(1, 'bearer'), field(2, 'abc'))
    expectError(known, frame(kind.auth, 0, 1, body), /AUTH has a call id/)
    for (const flag of [1, 2, 4, 8])
      expectError(known, frame(kind.auth, flag, 0, body), /not part of the protocol/)
  })

  it('P-10 before the answer to HELLO is a connection error', () => {
    const undecided = () => {
      const endpoint = accepting()
      endpoint.admits = false
      endpoint.session.receive(hello({ scheme: 'bearer', token: 'abc' }), 0)
      return endpoint
    }
    expectError(undecided, auth('bearer', 'abc'), /before this side answered HELLO/)
  })

  it('P-59 is a nuisance: in masses it ends the connection', () => {
    const { session } = known()
    expect(() => {
      for (let count = 0; count <= 1_024; count++) session.receive(auth('bearer', 'abc'), 0)
    }).toThrow(ProtocolError)
  })
})
