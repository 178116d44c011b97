/** The flow records of calls, made only for those that stream or have large messages. */

import type { Limits } from '../limits.js'
import { creditOf, type Greeting } from '../wire/greeting.js'
import type { CallFlow, SessionCall } from './session-call.js'

/** The call's flow record, made at its first use. */
export function flowOf(call: SessionCall): CallFlow {
  call.flow ??= {
    streamsOut: false,
    streamsIn: false,
    sendCredit: 0,
    receiveCredit: 0,
    unreturned: 0,
    unread: 0,
    idleSweeps: 0,
    waiting: [],
    endAfterWaiting: false,
    endStatus: undefined,
    closing: false,
    fragmenting: false,
    assembly: undefined,
  }
  return call.flow
}

/** Gives a call the credit of its streaming directions, as both greetings announced it. */
export function startStreams(
  call: SessionCall,
  streams: { readonly in: boolean; readonly out: boolean },
  peer: Greeting,
  limits: Limits,
): void {
  const flow = flowOf(call)
  flow.streamsIn = streams.in
  flow.streamsOut = streams.out
  flow.sendCredit = creditOf(peer.streamCreditBytes)
  flow.receiveCredit = limits.streamCreditBytes
}
