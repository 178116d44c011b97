/** What a channel makes of its endpoints: which are dialled and when, who gets calls, and who is told that there is hope. */

import { describe, expect, it } from 'vitest'
import { ProtocolError } from '../../../runtime/wire/protocol-error.js'
import { methodOf } from '../../support/note-service.js'
import { PoolRig, rpcError } from '../../support/pool-rig.js'

const [a, b] = ['tcp://10.0.0.1:1', 'tcp://10.0.0.2:1'] as const
const two = [{ url: a }, { url: b }]
/** Above the longest pause between two dials. */
const pauseMs = 7_000

/** Both stand, and `b` is the one that calls are kept away from. */
function withEjected(rig = new PoolRig(two)): PoolRig {
  rig.call()
  rig.to(a).stand()
  rig.to(b).stand()
  for (let call = 0; call < 10; call++) {
    rig.to(a).open()
    rig.to(a).end(rig.clock.now())
  }
  rig.fail(b)
  expect(ejected(rig)).toEqual([b])
  return rig
}

function ejected(rig: PoolRig): readonly string[] {
  return rig.pool
    .report()
    .filter((endpoint) => endpoint.ejected)
    .map(({ url }) => url)
}

/** The other has no room, and the isolation is over. */
function onTrial(rig = withEjected()): PoolRig {
  rig.to(a).session.canOpen = false
  rig.clock.advance(110)
  expect(ejected(rig)).toEqual([])
  rig.told.length = 0
  return rig
}

describe('an endpoint on trial', () => {
  it('gets one call at a time until the first has ended', () => {
    const rig = onTrial()
    expect(rig.call()?.url).toBe(b)
    expect(rig.call()).toBeUndefined()
    rig.to(b).end(rig.clock.now())
    expect(rig.call()?.url).toBe(b)
    expect(rig.call()?.url).toBe(b)
  })

  it('gets all calls where there is no other', () => {
    const rig = onTrial()
    rig.call()
    expect(rig.call()).toBeUndefined()
    rig.to(a).lose()
    expect(rig.call()?.url).toBe(b)
    expect(rig.call()?.url).toBe(b)
  })

  it('has calls that waited for the verdict told of it, whether a call brings it or time', () => {
    const answer = (rig: PoolRig) => {
      const now = rig.clock.now()
      rig.pool.onCallEnd(rig.to(b).link, methodOf('unary'), now, now, undefined)
    }
    for (const decide of [answer, (rig: PoolRig) => rig.clock.advance(10_100)]) {
      const rig = onTrial()
      rig.call()
      expect(rig.call()).toBeUndefined()
      expect(rig.told).toEqual([])
      decide(rig)
      expect(rig.told).toContain('capacity')
      expect(rig.call()?.url).toBe(b)
    }
  })

  it('is tried although streams go on there that began before', () => {
    const rig = withEjected()
    rig.to(b).open()
    onTrial(rig)
    expect(rig.call()?.url).toBe(b)
    expect(rig.call()).toBeUndefined()
  })

  it('is tried again after a call whose caller gave up, which says nothing of it', () => {
    const rig = onTrial()
    rig.call()
    rig.to(b).end(rig.clock.now(), 0, rpcError('CANCELLED'))
    expect(rig.call()?.url).toBe(b)
    expect(rig.call()).toBeUndefined()
    rig.to(b).end(rig.clock.now(), 0, undefined, 'oneway')
    expect(rig.call()?.url).toBe(b)
    expect(rig.call()).toBeUndefined()
  })

  it('is tried on its next connection when the call that tried it lost the first', () => {
    const rig = onTrial()
    rig.call()
    rig.to(b).lose()
    rig.waiting = 1
    rig.pool.want()
    rig.to(b).stand()
    expect(rig.call()?.url).toBe(b)
    expect(rig.call()).toBeUndefined()
  })
})

describe('an endpoint that fails calls', () => {
  it('is ejected by failures, and not by calls that their callers cancelled', () => {
    const rig = new PoolRig(two)
    rig.call()
    rig.to(a).stand()
    rig.to(b).stand()
    for (let call = 0; call < 50; call++) {
      rig.to(b).open()
      rig.to(b).end(rig.clock.now(), 0, rpcError('CANCELLED'))
    }
    expect(ejected(rig)).toEqual([])
    rig.fail(b)
    expect(ejected(rig)).toEqual([b])
    rig.clock.advance(200)
    expect(ejected(rig)).toEqual([])
  })

  it('makes it the turn of the next priority when it is the only one of its own', () => {
    const rig = new PoolRig([{ url: a }, { url: b, priority: 1 }])
    rig.call()
    rig.to(a).stand()
    expect(rig.dials(b)).toBe(0)
    rig.fail(a)
    expect(rig.call()?.url).toBe(a)
    expect(rig.dials(b)).toBe(1)
    rig.to(b).stand()
    expect(rig.call()?.url).toBe(b)
  })

  it('is left to a call that failed there, where only endpoints that get no calls are left', () => {
    const rig = new PoolRig([{ url: a }, { url: b, priority: 1 }])
    rig.call()
    rig.to(a).lose()
    rig.waiting = 1
    rig.pool.want()
    rig.to(b).stand()
    rig.clock.advance(200)
    rig.to(a).stand()
    expect(rig.pool.canAvoid(new Set([b]))).toBe(true)
    expect(rig.pool.canAvoid(new Set([a]))).toBe(false)
    expect(rig.call(new Set([a]))?.url).toBe(a)
  })
})

describe('a failure to connect', () => {
  const refused = new Error('connect ECONNREFUSED')

  it('fails calls that do not wait, for as long as it says what another attempt would', () => {
    const rig = new PoolRig([{ url: a }])
    rig.call()
    rig.to(a).lose(refused)
    expect(rig.pool.refuse('m', false)?.message).toContain('ECONNREFUSED')
    expect(rig.pool.refuse('m', true)).toBeUndefined()
    rig.clock.advance(pauseMs)
    expect(rig.pool.refuse('m', false)).toBeDefined()
    // Of an attempt to connect, two times its longest time.
    rig.clock.advance(20_000)
    rig.call()
    expect(rig.dials(a)).toBe(2)
    expect(rig.pool.state).toBe('connecting')
    expect(rig.pool.refuse('m', false)).toBeUndefined()
    rig.to(a).lose(refused)
    expect(rig.pool.state).toBe('unavailable')
    expect(rig.pool.refuse('m', false)).toBeDefined()
  })

  it('that is final fails all calls, but not while the answer to another attempt is on its way', () => {
    const rig = new PoolRig([{ url: a }])
    rig.call()
    rig.to(a).lose(new ProtocolError('no Trunkline server'))
    expect(rig.pool.refuse('m', true)?.message).toContain('no Trunkline server')
    rig.clock.advance(pauseMs)
    rig.call()
    expect(rig.dials(a)).toBe(2)
    expect(rig.pool.refuse('m', true)).toBeUndefined()
    rig.to(a).lose(new ProtocolError('no Trunkline server'))
    expect(rig.pool.refuse('m', true)).toBeDefined()
  })

  it('that is final for one endpoint lets calls wait for the others', () => {
    const rig = new PoolRig(two)
    rig.call()
    rig.to(a).lose(new ProtocolError('no Trunkline server'))
    rig.to(b).lose(refused)
    expect(rig.pool.state).toBe('unavailable')
    expect(rig.pool.refuse('m', true)).toBeUndefined()
  })

  it('is not said of an endpoint that says nothing, until it had its time', () => {
    const rig = new PoolRig([{ url: a }])
    rig.waiting = 1
    rig.pool.want()
    rig.told.length = 0
    rig.clock.advance(9_990)
    expect(rig.pool.state).toBe('connecting')
    rig.clock.advance(20)
    expect(rig.pool.state).toBe('unavailable')
    expect(rig.told).toEqual(['unavailable'])
    expect(rig.pool.refuse('m', false)?.message).toContain(
      'the handshake was not complete within 10000 ms',
    )
    rig.to(a).stand()
    rig.to(a).lose()
    expect(rig.pool.state).not.toBe('unavailable')
  })

  it('is not said either when whoever waited has given up', () => {
    const rig = new PoolRig([{ url: a }])
    rig.waiting = 1
    rig.pool.want()
    rig.waiting = 0
    rig.clock.advance(10_100)
    expect(rig.pool.state).not.toBe('unavailable')
  })

  it('is logged once for each endpoint, however long it lasts', () => {
    const rig = new PoolRig(two)
    rig.waiting = 1
    rig.pool.want()
    for (let second = 0; second < 60; second++) {
      for (const url of [a, b]) if (rig.to(url).link.state === 'dialling') rig.to(url).lose(refused)
      rig.clock.advance(1_000)
    }
    expect(rig.dials(a)).toBeGreaterThan(10)
    expect(rig.log.all).toHaveLength(2)
  })
})

describe('what a resolver tells', () => {
  it('has nothing dialled while there are no calls, also later', () => {
    const rig = new PoolRig([{ url: a }])
    rig.call()
    rig.to(a).stand()
    rig.to(a).open()
    rig.to(a).leave()
    rig.resolve(two)
    rig.resolve([{ url: b }])
    expect(rig.dialled).toHaveLength(1)
    rig.call()
    expect(rig.dials(b)).toBe(1)
  })

  it('is dialled at once where there are connections, or calls wait', () => {
    const rig = new PoolRig([{ url: a }])
    rig.call()
    rig.to(a).stand()
    rig.resolve(two)
    expect(rig.dials(b)).toBe(1)
    const other = new PoolRig([{ url: a }])
    other.call()
    other.waiting = 1
    other.resolve(two)
    expect(other.dials(b)).toBe(1)
  })

  it('ends a dial to what it no longer tells of, and one to what it tells of again is new', () => {
    const rig = new PoolRig(two)
    rig.waiting = 1
    rig.pool.want()
    const given = rig.to(b)
    rig.resolve([{ url: a }])
    expect(given.isDrained).toBe(true)
    expect(rig.pool.connections).toBe(2)
    rig.resolve(two)
    expect(rig.dials(b)).toBe(2)
    given.stand()
    given.lose()
    expect(rig.pool.isReady).toBe(false)
    expect(rig.pool.connections).toBe(2)
  })

  it('changes priorities without a new connection', () => {
    const rig = new PoolRig(two)
    rig.call()
    rig.to(a).stand()
    rig.to(b).stand()
    rig.resolve([{ url: a, priority: 1 }, { url: b }])
    for (let call = 0; call < 10; call++) expect(rig.call()?.url).toBe(b)
    rig.resolve([{ url: a }, { url: b, priority: 1 }])
    for (let call = 0; call < 10; call++) expect(rig.call()?.url).toBe(a)
    expect(rig.dialled).toHaveLength(2)
  })
})

describe('a connection that is left', () => {
  it('is replaced at once after calls went over it, with pauses where none did', () => {
    const rig = new PoolRig([{ url: a }])
    rig.waiting = 1
    rig.pool.want()
    for (let round = 1; round <= 10; round++) {
      expect(rig.dials(a)).toBe(round)
      rig.to(a).stand()
      rig.to(a).open()
      rig.to(a).leave()
    }
    for (let round = 0; round < 10; round++) {
      if (rig.to(a).link.state !== 'dialling') break
      rig.to(a).stand()
      rig.to(a).leave()
    }
    expect(rig.dials(a)).toBeLessThan(14)
    expect(rig.to(a).link.state).toBe('pausing')
  })

  it('is not replaced at once because it was asked how its server is', () => {
    const healthCheck = { watch: () => forever }
    const rig = new PoolRig([{ url: a }], { healthCheck })
    rig.waiting = 1
    rig.pool.want()
    for (let round = 0; round < 10; round++) {
      if (rig.to(a).link.state !== 'dialling') break
      rig.to(a).stand()
      rig.to(a).open()
      rig.to(a).leave()
    }
    expect(rig.dials(a)).toBeLessThan(4)
    rig.pool.close(new Error('over'))
  })

  it('leaves the pauses of the next one alone when it leaves once more', () => {
    const rig = new PoolRig([{ url: a }])
    rig.waiting = 1
    rig.pool.want()
    rig.to(a).stand()
    rig.to(a).open()
    const first = rig.to(a)
    first.leave()
    rig.to(a).stand()
    rig.to(a).lose()
    rig.clock.advance(pauseMs)
    rig.to(a).stand()
    first.leave()
    rig.to(a).lose()
    expect(rig.to(a).link.state).toBe('pausing')
  })

  it('has it told when it was the last that took calls', () => {
    const rig = new PoolRig(two)
    rig.call()
    rig.to(a).stand()
    rig.to(b).stand()
    rig.to(a).lose()
    expect(rig.told).not.toContain('unready')
    rig.to(b).lose()
    expect(rig.told).toContain('unready')
  })
})

/** A server that never says how it is. */
const forever: AsyncIterable<boolean> = {
  [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => {}) }),
}

describe('a closed pool', () => {
  it('dials nothing and holds nothing, whatever comes', () => {
    const rig = withEjected()
    rig.to(a).lose()
    rig.pool.close(new Error('over'))
    expect(rig.clock.scheduled).toBe(0)
    const { length } = rig.dialled
    rig.waiting = 1
    rig.pool.want()
    rig.pool.onFailure(new Error('no name'))
    rig.resolve([{ url: 'tcp://10.0.0.3:1' }])
    rig.to(b).lose()
    expect(rig.call()).toBeUndefined()
    expect(rig.dialled).toHaveLength(length)
    expect(rig.pool.state).toBe('closed')
    expect(rig.pool.connections).toBe(0)
    expect(rig.clock.scheduled).toBe(0)
  })
})
