/** Whether a server can be given calls, asked over the protocol itself. The same questions as gRPC's grpc.health.v1. */

import Type from 'typebox'
import { rpc, service, stream } from '../index.js'

/** What is asked about. */
export const HealthQuestion = Type.Object({
  /** The service's full name, `chat.v1.Chat`; empty for the server as a whole. */
  service: Type.String({ maxLength: 256 }),
})

/** How it is. */
export const HealthAnswer = Type.Object({
  /** `unknown` is a service that the server has said nothing of. */
  status: Type.Union([
    Type.Literal('serving'),
    Type.Literal('notServing'),
    Type.Literal('unknown'),
  ]),
})

/** Whether a server can be given calls. */
export const Health = service('trunkline.health.v1.Health', {
  /** How it is at this moment. */
  check: rpc(HealthQuestion, HealthAnswer, { idempotent: true }),
  /** How it is now, and each time that changes. Ends when the server says goodbye. */
  watch: rpc(HealthQuestion, stream(HealthAnswer)),
})
