/**
 * Which directions of a call are closed. The same four states on both sides and for all kinds of calls:
 *
 * - the requester closes its direction with its last message, END or CANCEL;
 * - the responder closes its direction with its last message or END, and exactly once.
 *
 * A call leaves the session's table when both are closed. PROTOCOL.md prints its diagram from this table.
 */

export const callStates = ['open', 'localClosed', 'remoteClosed', 'closed'] as const
export type CallStateName = (typeof callStates)[number]

export const callEvents = ['closeLocal', 'closeRemote'] as const
export type CallEvent = (typeof callEvents)[number]

export const callTransitions: Readonly<
  Record<CallStateName, Readonly<Partial<Record<CallEvent, CallStateName>>>>
> = {
  open: { closeLocal: 'localClosed', closeRemote: 'remoteClosed' },
  localClosed: { closeRemote: 'closed' },
  remoteClosed: { closeLocal: 'closed' },
  closed: {},
}

/** States as small integers, which is what a call record holds: an index into `callStates`. */
export type CallState = 0 | 1 | 2 | 3
export const callOpen: CallState = 0
export const callClosed: CallState = 3

const illegal = -1
const table: readonly number[] = callStates.flatMap((state) =>
  callEvents.map((event) => {
    const next = callTransitions[state][event]
    return next === undefined ? illegal : callStates.indexOf(next)
  }),
)

/** The state after an event, or undefined where the event is illegal. `event` is an index into `callEvents`. */
export function nextCallState(state: CallState, event: 0 | 1): CallState | undefined {
  const next = table[state * callEvents.length + event]
  return next === undefined || next === illegal ? undefined : (next as CallState) // because the table holds indices
}

export function isLocalClosed(state: CallState): boolean {
  return (state & 1) !== 0
}

export function isRemoteClosed(state: CallState): boolean {
  return (state & 2) !== 0
}
