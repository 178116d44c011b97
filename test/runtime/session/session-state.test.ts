import { describe, expect, it } from 'vitest'
import {
  nextSessionState,
  type SessionEvent,
  type SessionState,
  sessionEvents,
  sessionStates,
} from '../../../runtime/session/session-state.js'

const expected: Record<SessionState, Partial<Record<SessionEvent, SessionState>>> = {
  preface: { prefaceReceived: 'greeting', failed: 'closed' },
  greeting: { greetingReceived: 'deciding', goawayReceived: 'closed', failed: 'closed' },
  deciding: { admitted: 'open', failed: 'closed' },
  open: { drainStarted: 'draining', goawayReceived: 'draining', failed: 'closed' },
  draining: { drainStarted: 'draining', goawayReceived: 'draining', failed: 'closed' },
  closed: {},
}

describe('the session machine', () => {
  it('has the states and events that this test knows', () => {
    expect([...sessionStates].sort()).toEqual(Object.keys(expected).sort())
    expect(sessionEvents).toHaveLength(6)
  })

  for (const state of sessionStates) {
    for (const event of sessionEvents) {
      const target = expected[state][event]
      it(`${target === undefined ? 'does not allow' : `goes to ${target} on`} ${event} in ${state}`, () =>
        expect(nextSessionState(state, event)).toBe(target))
    }
  }

  it('ends in closed from every state by a failure, and never leaves it', () => {
    for (const state of sessionStates) {
      if (state !== 'closed') expect(nextSessionState(state, 'failed')).toBe('closed')
    }
  })
})
