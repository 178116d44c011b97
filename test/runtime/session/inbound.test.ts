import { describe, expect, it } from 'vitest'
import { ProtocolError } from '../../../runtime/wire/protocol-error.js'
import { concat, hex } from '../../support/bytes.js'
import {
  cancel,
  credit,
  data,
  end,
  frame,
  hello,
  kind,
  open,
  varint,
  welcome,
} from '../../support/frames.js'
import { type Endpoint, greeted, methods, RecordedCall } from '../../support/session-pair.js'

/**
 * What the six frames of a call do to a call in each state, seen from the side that serves (`served`) and from the side
 * that asked (`asked`). `error` ends the connection; `late` is counted as a nuisance; everything else is what the call
 * is told. Written from the protocol, not from the code.
 */
const expected: Record<string, Record<string, string>> = {
  'served, never opened': {
    data: 'error',
    'data last': 'error',
    end: 'error',
    cancel: 'error',
    credit: 'error',
  },
  'served unary, requests complete': {
    data: 'error',
    'data last': 'error',
    end: 'error',
    cancel: 'cancel 0',
    credit: 'error',
  },
  'served unary, over': {
    data: 'error',
    'data last': 'error',
    end: 'error',
    cancel: 'nothing',
    credit: 'late',
  },
  'served bidi, open': {
    data: 'message 1',
    'data last': 'message 1 last',
    end: 'request end',
    cancel: 'cancel 0',
    credit: 'writable',
  },
  'served bidi, requests complete': {
    data: 'error',
    'data last': 'error',
    end: 'error',
    cancel: 'cancel 0',
    credit: 'writable',
  },
  'served bidi, answered before its requests ended': {
    data: 'nothing',
    'data last': 'nothing',
    end: 'nothing',
    cancel: 'nothing',
    credit: 'nothing',
  },
  'served client stream, open': {
    data: 'message 1',
    'data last': 'message 1 last',
    end: 'request end',
    cancel: 'cancel 0',
    credit: 'error',
  },
  'asked, never opened': {
    data: 'error',
    'data last': 'error',
    end: 'error',
    cancel: 'error',
    credit: 'error',
  },
  'asked unary, waiting': {
    data: 'message 1',
    'data last': 'message 1 last',
    end: 'end',
    cancel: 'error',
    credit: 'error',
  },
  'asked unary, over': {
    data: 'error',
    'data last': 'error',
    end: 'error',
    cancel: 'error',
    credit: 'late',
  },
  'asked unary, cancelled': {
    data: 'nothing',
    'data last': 'nothing',
    end: 'nothing',
    cancel: 'error',
    credit: 'error',
  },
  'asked bidi, open': {
    data: 'message 1',
    'data last': 'message 1 last',
    end: 'end',
    cancel: 'error',
    credit: 'writable',
  },
  'asked bidi, own requests complete': {
    data: 'message 1',
    'data last': 'message 1 last',
    end: 'end',
    cancel: 'error',
    credit: 'nothing',
  },
}

interface Scene {
  readonly endpoint: Endpoint
  readonly call: RecordedCall
  readonly id: number
}

function scene(name: string): Scene {
  const served = name.startsWith('served')
  const endpoint = served ? greeted('accepting', hello()) : greeted('connecting', welcome())
  const { session } = endpoint
  const receive = (...frames: Uint8Array[]) => session.receive(concat(...frames), 0)
  const streamOpen = (method: number) => frame(kind.open, 0, 1, varint(method))
  switch (name) {
    case 'served, never opened':
    case 'asked, never opened':
      return { endpoint, call: new RecordedCall(), id: 1 }
    case 'served unary, requests complete':
      receive(open(1, methods.unary, hex`61`))
      return { endpoint, call: endpoint.lastServed, id: 1 }
    case 'served unary, over':
      receive(open(1, methods.unary, hex`61`))
      session.end(endpoint.lastServed)
      return { endpoint, call: endpoint.lastServed, id: 1 }
    case 'served bidi, open':
      receive(streamOpen(methods.bidiStream))
      return { endpoint, call: endpoint.lastServed, id: 1 }
    case 'served bidi, requests complete':
      receive(streamOpen(methods.bidiStream), end(1))
      return { endpoint, call: endpoint.lastServed, id: 1 }
    case 'served bidi, answered before its requests ended':
      receive(streamOpen(methods.bidiStream))
      session.end(endpoint.lastServed)
      return { endpoint, call: endpoint.lastServed, id: 1 }
    case 'served client stream, open':
      receive(streamOpen(methods.clientStream))
      return { endpoint, call: endpoint.lastServed, id: 1 }
    case 'asked unary, waiting':
      return { endpoint, call: endpoint.call(hex`61`), id: 1 }
    case 'asked unary, over': {
      const call = endpoint.call(hex`61`)
      receive(data(1, hex`62`))
      return { endpoint, call, id: 1 }
    }
    case 'asked unary, cancelled': {
      const call = endpoint.call(hex`61`)
      session.cancel(call, { code: 1, reason: '' })
      return { endpoint, call, id: 1 }
    }
    case 'asked bidi, open':
      return { endpoint, call: endpoint.stream(methods.bidiStream), id: 1 }
    case 'asked bidi, own requests complete': {
      const call = endpoint.stream(methods.bidiStream)
      session.end(call)
      return { endpoint, call, id: 1 }
    }
    default:
      throw new Error(name)
  }
}

const frames: Record<string, (id: number) => Uint8Array> = {
  data: (id) => data(id, hex`7a`, 0),
  'data last': (id) => data(id, hex`7a`),
  end: (id) => end(id),
  cancel: (id) => cancel(id),
  credit: (id) => credit(id, 200_000),
}

describe('a frame of a call', () => {
  for (const [name, row] of Object.entries(expected)) {
    for (const [frameName, effect] of Object.entries(row)) {
      it(`${frameName} for a call ${name}: ${effect}`, () => {
        const { endpoint, call, id } = scene(name)
        call.log.length = 0
        let nuisances = 0
        const count = endpoint.session.nuisance.bind(endpoint.session)
        endpoint.session.nuisance = () => {
          nuisances++
          count()
        }
        const bytes = frames[frameName]?.(id) ?? hex``
        if (effect === 'error') {
          expect(() => endpoint.session.receive(bytes, 0)).toThrow(ProtocolError)
          return
        }
        endpoint.session.receive(bytes, 0)
        expect(call.log).toEqual(effect === 'nothing' || effect === 'late' ? [] : [effect])
        if (effect === 'late') expect(nuisances).toBe(1)
        else expect(nuisances).toBe(0)
      })
    }
  }

  it('has only the flags of its kind: every other combination of kind and flags is an error', () => {
    const allowed = new Map([
      [3, 15],
      [4, 15],
      [5, 0],
      [6, 0],
      [7, 0],
      [8, 0],
      [9, 0],
      [10, 0],
    ])
    for (let kindNumber = 0; kindNumber < 16; kindNumber++) {
      if (kindNumber >= 12 && kindNumber <= 14) continue
      for (let flagBits = 0; flagBits < 16; flagBits++) {
        if ((flagBits & ~(allowed.get(kindNumber) ?? -1)) === 0 && allowed.has(kindNumber)) continue
        for (const endpoint of [greeted('accepting', hello()), greeted('connecting', welcome())]) {
          const bytes = frame(kindNumber, flagBits, 0, new Uint8Array(8))
          expect(
            () => endpoint.session.receive(bytes, 0),
            `kind ${kindNumber} ${flagBits}`,
          ).toThrow(ProtocolError)
        }
      }
    }
  })

  it('of the kinds 12 to 14 is skipped, whatever its flags, and counted', () => {
    const endpoint = greeted('accepting', hello(), { nuisanceBurst: 48 })
    for (let i = 0; i < 48; i++) {
      endpoint.session.receive(frame(12 + (i % 3), i % 16, i, new Uint8Array(i)), 0)
    }
    expect(() => endpoint.session.receive(frame(12, 0, 0), 0)).toThrow('serve no purpose')
  })

  it('with a call id where none belongs is an error', () => {
    for (const kindNumber of [kind.ping, kind.pong, kind.goaway]) {
      const endpoint = greeted('accepting', hello())
      expect(() => endpoint.session.receive(frame(kindNumber, 0, 1, new Uint8Array(8)), 0)).toThrow(
        /has a call id/,
      )
    }
  })
})
