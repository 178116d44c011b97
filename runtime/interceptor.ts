/**
 * Interceptors: functions around calls. One shape for clients and servers and for all kinds of calls.
 *
 * The first of a list is the outermost. A program that has none pays nothing for them.
 */

import type { Interceptor, Next } from './call.js'

/** One function of several interceptors around `last`. */
export function composeInterceptors(interceptors: readonly Interceptor[], last: Next): Next {
  return interceptors.reduceRight<Next>(
    (next, interceptor) => async (call) => interceptor(call, next),
    last,
  )
}

/** Changes every message of a stream, or looks at it; for interceptors. Ending early ends the stream itself. */
export async function* mapStream<In, Out>(
  messages: AsyncIterable<In>,
  change: (message: In) => Out | Promise<Out>,
): AsyncGenerator<Out, void, undefined> {
  for await (const message of messages) yield await change(message)
}
