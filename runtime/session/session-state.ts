/** The life of a session, as a table; PROTOCOL.md prints its diagram from it. */

export const sessionStates = [
  'preface',
  'greeting',
  'deciding',
  'open',
  'draining',
  'closed',
] as const
export type SessionState = (typeof sessionStates)[number]

export const sessionEvents = [
  'prefaceReceived',
  'greetingReceived',
  'admitted',
  'drainStarted',
  'goawayReceived',
  'failed',
] as const
export type SessionEvent = (typeof sessionEvents)[number]

/**
 * - `preface`, `greeting`: waiting for the peer's first bytes and its HELLO or WELCOME;
 * - `deciding`: the accepting side looks at a HELLO and has not answered;
 * - `open`: calls go both ways;
 * - `draining`: one side said goodbye, calls that were accepted go on;
 * - `closed`: nothing is read or written any more.
 */
export const sessionTransitions: Readonly<
  Record<SessionState, Readonly<Partial<Record<SessionEvent, SessionState>>>>
> = {
  preface: { prefaceReceived: 'greeting', failed: 'closed' },
  greeting: { greetingReceived: 'deciding', goawayReceived: 'closed', failed: 'closed' },
  deciding: { admitted: 'open', failed: 'closed' },
  open: { drainStarted: 'draining', goawayReceived: 'draining', failed: 'closed' },
  draining: { drainStarted: 'draining', goawayReceived: 'draining', failed: 'closed' },
  closed: {},
}

/** The state after an event, or undefined where the event is illegal. */
export function nextSessionState(
  state: SessionState,
  event: SessionEvent,
): SessionState | undefined {
  return sessionTransitions[state][event]
}
