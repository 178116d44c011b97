/** Builds the error types that a service's schema declares. */

import type { MessageCodec } from './codec/message-codec.js'
import type { ErrorType } from './method.js'
import { type DeclaredError, isRpcError, RpcError } from './rpc-error.js'
import type { StatusCode } from './status.js'

/**
 * @param service the service whose schema declares it, `package.Service`: others may have errors of the same name
 * @param reason the error's name in the schema; unique within its service
 * @param code the status that programs without the schema see
 */
export function declareError<Reason extends string, Data>(
  service: string,
  reason: Reason,
  code: StatusCode,
  codec: MessageCodec<Data>,
): ErrorType<Reason, Data> {
  const create = (data: Data, message: string = reason) =>
    new RpcError(code, message, { service, reason, data }) as DeclaredError<Reason, Data> // because reason and data are set here
  const is = (error: unknown): error is DeclaredError<Reason, Data> =>
    isRpcError(error) && error.reason === reason && error.service === service
  return Object.assign(create, { service, reason, code, codec, is })
}
