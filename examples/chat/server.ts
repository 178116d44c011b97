import { addAbortSignal, Readable } from 'node:stream'
import { createServer, type Peer, RpcError } from 'trunkline'
import { Chat, type RoomEvent } from './gen/chat.js'

/** A member that leaves more events unread is put out, lest one slow reader fills the server's memory. */
const maxUnread = 100

interface Member {
  readonly name: string
  readonly mailbox: Readable
}

/** By connection and not by name: nobody can speak for another. */
type Room = Map<Peer, Member>

const rooms = new Map<string, Room>()

function tell(room: Room, event: RoomEvent): void {
  for (const [peer, member] of [...room]) {
    if (member.mailbox.push(event)) continue
    member.mailbox.destroy(new RpcError('RESOURCE_EXHAUSTED', `${maxUnread} events are unread`))
    // Now: the handler of one who does not read waits, and notices later.
    leave(room, peer, member)
  }
}

function leave(room: Room, peer: Peer, member: Member): void {
  if (room.get(peer) !== member) return
  room.delete(peer)
  tell(room, { kind: 'left', name: member.name })
}

const [address = 'tcp://127.0.0.1:4100'] = process.argv.slice(2)
const server = createServer()

server.add(Chat, {
  async *join({ room: roomName, name }, call) {
    const room: Room = rooms.get(roomName) ?? new Map()
    const members = [...room.values()].map((other) => other.name)
    if (members.includes(name)) {
      throw Chat.errors.NameTaken({ members }, `${name} is taken in ${roomName}`)
    }
    if (room.has(call.peer)) throw new RpcError('ALREADY_EXISTS', 'you are in this room already')
    const mailbox = new Readable({ objectMode: true, highWaterMark: maxUnread, read() {} })
    const member: Member = { name, mailbox }
    rooms.set(roomName, room.set(call.peer, member))
    tell(room, { kind: 'joined', name, members: [...members, name] })
    try {
      // The signal ends the wait for the next event when the caller is gone.
      yield* addAbortSignal(call.signal, mailbox)
    } finally {
      leave(room, call.peer, member)
      if (room.size === 0 && rooms.get(roomName) === room) rooms.delete(roomName)
    }
  },

  say({ room: roomName, text }, call) {
    const room = rooms.get(roomName)
    const member = room?.get(call.peer)
    if (room === undefined || member === undefined) throw Chat.errors.NotInRoom({})
    tell(room, { kind: 'said', name: member.name, text })
    return {}
  },
})

console.log(`listening on ${await server.listen(address)}`)

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    void server.close() // first, so that nobody joins any more
    const reason = new RpcError('UNAVAILABLE', 'the server is going down')
    // Streams without an end would keep close() waiting.
    for (const room of rooms.values()) {
      for (const { mailbox } of room.values()) mailbox.destroy(reason)
    }
  })
}
