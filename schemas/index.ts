/** The vocabulary in which services are written: `import { rpc, service, stream } from 'trunkline/schema'`. */

export {
  bytes,
  double,
  duration,
  fixed32,
  fixed64,
  float,
  int32,
  int64,
  sfixed32,
  sfixed64,
  sint32,
  sint64,
  timestamp,
  uint32,
  uint64,
} from './scalar-kinds.js'
export {
  type AnyRpc,
  type AnyService,
  type AnyStream,
  isService,
  isStream,
  type Rpc,
  type RpcOptions,
  rpc,
  type ServiceDefinition,
  type ServiceOptions,
  type Stream,
  service,
  stream,
} from './service.js'
