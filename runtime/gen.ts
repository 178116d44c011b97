/** The only module that generated code imports. Programs use the package's main entry instead. */

export type {
  BidiStreamHandler,
  BidiStreamStub,
  Caller,
  CallOptions,
  ClientStreamHandler,
  ClientStreamStub,
  OnewayHandler,
  OnewayStub,
  Route,
  ServerCall,
  ServerStreamHandler,
  ServerStreamStub,
  Service,
  UnaryHandler,
  UnaryStub,
} from './call.js'
export * from './codec/generated.js'
export type { Issues } from './codec/issues.js'
export type { MessageCodec } from './codec/message-codec.js'
export { declareError } from './declare-error.js'
export { type ErrorType, GENERATED_API_1, type Method } from './method.js'
export {
  bidiStreamRoute,
  clientStreamRoute,
  onewayRoute,
  serverStreamRoute,
  unaryRoute,
} from './route.js'
export type { DeclaredError, UndeclaredError } from './rpc-error.js'
