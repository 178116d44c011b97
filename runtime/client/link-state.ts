/** The life of one place for a connection, as a table: what each event makes of each state. */

/**
 * - `idle`: no connection, and none wanted
 * - `dialling`: from the dial to the end of the handshake
 * - `ready`: takes calls
 * - `pausing`: a connection failed or was lost; the next dial waits
 * - `removed`: the endpoint is gone or the channel closed; connections finish their calls
 */
export type LinkState = 'idle' | 'dialling' | 'ready' | 'pausing' | 'removed'

/**
 * - `want`: there are calls, or servers are to reach this side
 * - `stand`: the handshake is complete
 * - `lose`: the connection failed, was lost, or takes no more calls
 * - `rested`: the pause is over
 * - `remove`: the endpoint is no longer one, or the channel is closed
 */
export type LinkEvent = 'want' | 'stand' | 'lose' | 'rested' | 'remove'

type Row = { readonly [Event in LinkEvent]: LinkState | 'impossible' }

export const linkTable: { readonly [State in LinkState]: Row } = {
  idle: {
    want: 'dialling',
    stand: 'impossible',
    lose: 'impossible',
    rested: 'impossible',
    remove: 'removed',
  },
  dialling: {
    want: 'dialling',
    stand: 'ready',
    lose: 'pausing',
    rested: 'impossible',
    remove: 'removed',
  },
  ready: {
    want: 'ready',
    stand: 'impossible',
    lose: 'pausing',
    rested: 'impossible',
    remove: 'removed',
  },
  pausing: {
    want: 'pausing',
    stand: 'impossible',
    lose: 'impossible',
    rested: 'idle',
    remove: 'removed',
  },
  // What a connection tells a place that is gone is heard by nobody.
  removed: {
    want: 'removed',
    stand: 'removed',
    lose: 'removed',
    rested: 'removed',
    remove: 'removed',
  },
}

/** The state after an event. Throws for an event that cannot happen in the state: a defect of ours. */
export function nextLinkState(state: LinkState, event: LinkEvent): LinkState {
  const next = linkTable[state][event]
  if (next === 'impossible') throw new Error(`a link that is ${state} cannot ${event}`)
  return next
}
