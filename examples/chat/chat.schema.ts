import { rpc, service, stream } from 'trunkline/schema'
import Type from 'typebox'

const Name = Type.String({ minLength: 1, maxLength: 40, pattern: '^[\\p{L}\\p{N}_-]+$' })

/** Ends up in the terminals of others, where control characters would be commands. */
const Text = Type.String({ minLength: 1, maxLength: 2000, pattern: '^\\P{Cc}+$' })

/** What everybody in a room sees, in the same order. */
export const RoomEvent = Type.Union([
  Type.Object({ kind: Type.Literal('joined'), name: Name, members: Type.Array(Name) }),
  Type.Object({ kind: Type.Literal('left'), name: Name }),
  Type.Object({ kind: Type.Literal('said'), name: Name, text: Text }),
])

export const Chat = service('chat.v1.Chat', {
  /** Enters a room, and stays for as long as the stream is read. The first event is one's own coming. */
  join: rpc(Type.Object({ room: Name, name: Name }), stream(RoomEvent), {
    errors: { NameTaken: Type.Object({ members: Type.Array(Name) }) },
  }),
  /** Says something to everybody in a room, oneself included; the connection must have joined it. */
  say: rpc(Type.Object({ room: Name, text: Text }), Type.Object({}), {
    timeout: '5s',
    errors: { NotInRoom: Type.Object({}) },
  }),
})
