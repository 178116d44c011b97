import { describe, expect, it } from 'vitest'
import {
  type CallState,
  callClosed,
  callEvents,
  callOpen,
  callStates,
  isLocalClosed,
  isRemoteClosed,
  nextCallState,
} from '../../../runtime/session/call-state.js'

// Written down again, so that a slip in the table is not copied.
const expected = new Map<string, string>([
  ['open closeLocal', 'localClosed'],
  ['open closeRemote', 'remoteClosed'],
  ['localClosed closeRemote', 'closed'],
  ['remoteClosed closeLocal', 'closed'],
])

describe('the call machine', () => {
  it('has four states and two events', () => {
    expect([...callStates]).toEqual(['open', 'localClosed', 'remoteClosed', 'closed'])
    expect([...callEvents]).toEqual(['closeLocal', 'closeRemote'])
    expect([callStates[callOpen], callStates[callClosed]]).toEqual(['open', 'closed'])
  })

  callStates.forEach((state, stateIndex) => {
    callEvents.forEach((event, eventIndex) => {
      const target = expected.get(`${state} ${event}`)
      it(`${target === undefined ? 'does not allow' : `goes to ${target} on`} ${event} in ${state}`, () => {
        const next = nextCallState(stateIndex as CallState, eventIndex as 0 | 1) // because both are indices
        expect(next === undefined ? undefined : callStates[next]).toBe(target)
      })
    })
  })

  it('says which directions are closed', () => {
    const closed = callStates.map((state, i) => [
      state,
      isLocalClosed(i as CallState), // because i is an index
      isRemoteClosed(i as CallState),
    ])
    expect(closed).toEqual([
      ['open', false, false],
      ['localClosed', true, false],
      ['remoteClosed', false, true],
      ['closed', true, true],
    ])
  })
})
