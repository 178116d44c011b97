/**
 * The yardstick: length-prefixed frames over `node:net`, one promise per frame, answers in order.
 *
 * It does what no RPC system over a socket can leave out, and nothing else: bytes are parsed where they arrived, the
 * frames of one tick leave in one write, what is large is not copied. No call ids, no codec, no deadlines, no errors.
 *
 *   offset 0  u32  length of the body
 *          4  u8   kind: ECHO answers with the body; DOWN, UP and UP_END make the stream rows
 *          5       body
 */

import { once } from 'node:events'
import { connect as connectSocket, createServer } from 'node:net'
import { answer, isHold, readOrder } from '../payloads.mjs'

export const title = 'raw frame echo'
export const settings = 'node:net, noDelay, one write per tick, opaque bytes'
export const packages = []

const HEADER_BYTES = 5
const ECHO = 0
const DOWN = 1
const UP = 2
const UP_END = 3

/** A body of this size or more is handed to the socket as it is. */
const UNCOPIED_BYTES = 16 * 1024
const SLAB_BYTES = 64 * 1024

/** Gathers frames and writes them once per tick. A slab is written to once and then let go, never rewound. */
class FrameWriter {
  #socket
  #slab = Buffer.allocUnsafeSlow(SLAB_BYTES)
  #start = 0
  #end = 0
  #isScheduled = false
  #flush = () => {
    this.#isScheduled = false
    this.flush()
  }

  constructor(socket) {
    this.#socket = socket
  }

  /** False when the socket wants a pause. */
  write(kind, body) {
    const isLarge = body.length >= UNCOPIED_BYTES
    const copied = isLarge ? 0 : body.length
    if (this.#end + HEADER_BYTES + copied > SLAB_BYTES) this.#renew()
    const slab = this.#slab
    let end = this.#end
    const length = body.length
    slab[end] = length >>> 24
    slab[end + 1] = length >>> 16
    slab[end + 2] = length >>> 8
    slab[end + 3] = length
    slab[end + 4] = kind
    end += HEADER_BYTES
    if (!isLarge) {
      // Below some 50 bytes a loop beats the call into C++.
      if (length < 48) for (let i = 0; i < length; i++) slab[end + i] = body[i]
      else slab.set(body, end)
      end += length
    }
    this.#end = end
    if (isLarge) {
      this.#socket.cork()
      this.flush()
      this.#socket.write(body)
      process.nextTick(uncork, this.#socket)
    } else if (!this.#isScheduled) {
      this.#isScheduled = true
      process.nextTick(this.#flush)
    }
    return this.#socket.writableLength < 1 << 20
  }

  flush() {
    if (this.#end === this.#start) return
    this.#socket.write(this.#slab.subarray(this.#start, this.#end))
    this.#start = this.#end
  }

  #renew() {
    this.flush()
    this.#slab = Buffer.allocUnsafeSlow(SLAB_BYTES)
    this.#start = 0
    this.#end = 0
  }
}

function uncork(socket) {
  socket.uncork()
}

/** Calls `onFrame(kind, body)` for each frame; the body is a view of what arrived unless it spans chunks. */
function readFrames(socket, onFrame) {
  let header = Buffer.alloc(0) // a header cut by the end of a chunk
  let body // a body that spans chunks, and how much of it is there
  let filled = 0
  let kind = 0

  socket.on('data', (chunk) => {
    let at = 0
    if (body !== undefined) {
      at = chunk.copy(body, filled, 0, Math.min(chunk.length, body.length - filled))
      filled += at
      if (filled < body.length) return
      const whole = body
      body = undefined
      onFrame(kind, whole)
    } else if (header.length > 0) {
      chunk = Buffer.concat([header, chunk])
      header = header.subarray(0, 0)
    }
    while (chunk.length - at >= HEADER_BYTES) {
      const length =
        ((chunk[at] << 24) | (chunk[at + 1] << 16) | (chunk[at + 2] << 8) | chunk[at + 3]) >>> 0
      kind = chunk[at + 4]
      at += HEADER_BYTES
      if (chunk.length - at < length) {
        body = Buffer.allocUnsafeSlow(length)
        filled = chunk.copy(body, 0, at)
        return
      }
      onFrame(kind, chunk.subarray(at, at + length))
      at += length
    }
    if (at < chunk.length) header = chunk.subarray(at)
  })
  socket.on('error', () => socket.destroy())
}

export async function startServer() {
  const server = createServer({ noDelay: true }, (socket) => {
    const writer = new FrameWriter(socket)
    let received = 0
    readFrames(socket, (kind, body) => {
      if (kind === ECHO && isHold(body)) answer('hold').then(() => writer.write(ECHO, body))
      else if (kind === ECHO) writer.write(ECHO, body)
      else if (kind === DOWN) sendDown(socket, writer, body)
      else {
        received++
        if (kind === UP_END) {
          writer.write(ECHO, Buffer.from(String(received)))
          received = 0
        }
      }
    })
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', 8192, resolve))
  return { port: server.address().port, close: () => server.close() }
}

async function sendDown(socket, writer, order) {
  const { count, size } = readOrder(order)
  await sendMany(socket, writer, DOWN, count, Buffer.alloc(size))
}

/** Sends `count` frames and waits whenever the socket is full. */
async function sendMany(socket, writer, kind, count, body) {
  for (let sent = 0; sent < count; sent++) {
    if (writer.write(kind, body)) continue
    writer.flush()
    await once(socket, 'drain')
  }
}

export async function connect(port) {
  const socket = connectSocket({ port, host: '127.0.0.1', noDelay: true })
  await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject))
  const writer = new FrameWriter(socket)
  const waiting = new Queue()
  let onDown
  readFrames(socket, (kind, body) => (kind === ECHO ? waiting.shift()(body) : onDown()))

  const echo = (body) =>
    new Promise((resolve) => {
      waiting.push(resolve)
      writer.write(ECHO, body)
    })

  return {
    echo,
    record: echo,
    blob: echo,
    down(count, order) {
      let received = 0
      return new Promise((resolve) => {
        onDown = () => {
          if (++received === count) resolve(received)
        }
        writer.write(DOWN, order)
      })
    },
    async up(count, body) {
      await sendMany(socket, writer, UP, count - 1, body)
      const received = new Promise((resolve) => waiting.push(resolve))
      writer.write(UP_END, body)
      return Number(await received)
    },
    async both(count, body) {
      let received = 0
      const done = new Promise((resolve) => {
        for (let i = 0; i < count; i++)
          waiting.push(() => ++received === count && resolve(received))
      })
      await sendMany(socket, writer, ECHO, count, body)
      return done
    },
    converse: async (body) => ({ turn: () => echo(body), end() {} }),
    close: () => socket.destroy(),
  }
}

/** First in, first out, in a ring that doubles when it is full. */
class Queue {
  #items = new Array(1024).fill(undefined)
  #first = 0
  #count = 0

  push(item) {
    if (this.#count === this.#items.length) this.#double()
    this.#items[(this.#first + this.#count) & (this.#items.length - 1)] = item
    this.#count++
  }

  shift() {
    const item = this.#items[this.#first]
    this.#items[this.#first] = undefined
    this.#first = (this.#first + 1) & (this.#items.length - 1)
    this.#count--
    return item
  }

  #double() {
    const old = this.#items
    this.#items = new Array(old.length * 2).fill(undefined)
    for (let i = 0; i < old.length; i++) {
      this.#items[i] = old[(this.#first + i) & (old.length - 1)]
    }
    this.#first = 0
  }
}

/** Opaque bytes: a record counts as the bytes that protobuf makes of it. */
export const messages = {
  text: (text) => Buffer.from(text),
  record: (_record, { encodedBytes }) => Buffer.alloc(encodedBytes, 0x61),
  blob: (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length),
}
