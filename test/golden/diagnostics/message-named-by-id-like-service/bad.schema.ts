import Type from 'typebox'
import { rpc, service } from 'trunkline/schema'

const Ask = Type.Object({ id: Type.String() }, { $id: 'Chat' })

export const Chat = service('chat.v1.Chat', { ask: rpc(Ask, Ask) })
