/** What the vocabulary's types promise; compiled with the project and never run. */

import Type from 'typebox'
import { expectTypeOf } from 'vitest'
import {
  bytes,
  double,
  int32,
  int64,
  type MessageOf,
  rpc,
  service,
  stream,
  timestamp,
} from '../../schemas/index.js'

const Message = Type.Object({
  id: int64(),
  data: bytes(),
  at: timestamp(),
  size: Type.Optional(int32()),
  ratio: double(),
  state: Type.Union([Type.Literal('on'), Type.Literal('off')]),
})

interface Expected {
  id: bigint
  data: Uint8Array
  at: Date
  size?: number
  ratio: number
  state: 'on' | 'off'
}

const Chat = service('chat.v1.Chat', {
  send: rpc(Message, Type.String(), {
    timeout: '2s',
    errors: { RoomFull: Type.Object({ limit: int32() }) },
  }),
  watch: rpc(Type.Object({}), stream(Message)),
})

expectTypeOf<MessageOf<typeof Chat.methods.send.request>>().toEqualTypeOf<Expected>()
expectTypeOf<MessageOf<typeof Chat.methods.send.response>>().toEqualTypeOf<string>()
expectTypeOf<MessageOf<typeof Chat.methods.watch.response>>().toEqualTypeOf<Expected>()
expectTypeOf(Chat.methods).toHaveProperty('send')
expectTypeOf(Chat.methods).not.toHaveProperty('receive')
expectTypeOf(Chat.methods.send.options.errors).not.toBeAny()

// @ts-expect-error a method is made with rpc()
service('chat.v1.Chat', { send: Message })
// @ts-expect-error there is no such option
rpc(Message, Message, { retries: 3 })
// @ts-expect-error a timeout is a number or a string
rpc(Message, Message, { timeout: true })
// @ts-expect-error an error is described by an object
rpc(Message, Message, { errors: { Gone: Type.String() } })
