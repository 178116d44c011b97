import Type from 'typebox'
import { bytes, rpc, service, stream, timestamp } from 'trunkline/schema'

const Ask = Type.Object({ id: Type.String() })
