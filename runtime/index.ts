/** The public surface: everything a program that calls or serves needs. Generated code imports `trunkline/gen`. */

export type { HedgeOptions, RetryOptions } from './attempt-options.js'
export type {
  CallOptions,
  InterceptedCall,
  InterceptedResponse,
  Interceptor,
  Next,
  Peer,
  RequestSource,
  RequestWriter,
  ResponseStream,
  Result,
  ServerCall,
  Service,
} from './call.js'
export type { CallAttempt, CallTiming, EndpointFailure, PeerTiming } from './call-report.js'
export { Channel, type ClientOptions, connect } from './client/channel.js'
export type { BalanceOption, ChannelOptions } from './client/channel-options.js'
export type { ChannelState, StateListener } from './client/channel-state.js'
export type { DnsOptions } from './client/resolve/dns-options.js'
export { dnsResolver } from './client/resolve/dns-resolver.js'
export type { ChannelTarget } from './client/resolve/parse-target.js'
export { srvResolver } from './client/resolve/srv-resolver.js'
export type { CompressionOptions } from './connection/zlib-compression.js'
export { ContextKey, ContextValues } from './context.js'
export type { Endpoint, Resolver, ResolverContext } from './endpoint.js'
export type {
  Authenticate,
  AuthenticateRequest,
  Authorize,
  Credentials,
  CredentialsContext,
  CredentialsProvider,
  PeerIdentity,
  Principal,
} from './identity.js'
export { mapStream } from './interceptor.js'
export { type Limit, type LimitName, type Limits, limitTable } from './limits.js'
export type { Logger } from './logger.js'
export { Metadata, type MetadataInit, type MetadataValue } from './metadata.js'
export {
  type DeclaredError,
  isRpcError,
  RpcError,
  type RpcErrorOptions,
  type UndeclaredError,
  type Violation,
} from './rpc-error.js'
export { createServer, Server, type ServerOptions, type ServiceOptions } from './server/server.js'
export type {
  ChannelStats,
  EndpointStats,
  HandlerStats,
  LatencyStats,
  MethodStats,
  ServerStats,
} from './stats.js'
export type { Outcome, StatusCode } from './status.js'
export type {
  CertificateOptions,
  ClientTls,
  ClientTlsOptions,
  Pem,
  ServerTlsOptions,
  TlsVersion,
} from './transport/tls-options.js'
