/** What is sent, the same for every system; each system gives it its natural form. */

/** Twelve bytes. */
export const text = 'hello, world'

export const record = {}
export const recordBytes = 1024

/** Bytes that compress badly and differ from place to place, so that a mix-up shows. */
export function someBytes(size) {
  const bytes = new Uint8Array(size)
  for (let i = 0, state = 1; i < size; i++) {
    state = (state * 1103515245 + 12345) & 0x7fffffff
    bytes[i] = state >>> 16
  }
  return bytes
}

/** Asks for `count` messages of `size` bytes: the request of a server stream. */
export function makeOrder(count, size) {
  const bytes = new Uint8Array(8)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, count)
  view.setUint32(4, size)
  return bytes
}

export function readOrder(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return { count: view.getUint32(0), size: view.getUint32(4) }
}

/** What a server stream sends. */
export function* downMessages(order) {
  const { count, size } = readOrder(order)
  const message = someBytes(size)
  for (let i = 0; i < count; i++) yield message
}

// ---- calls kept in flight, for the memory rows ----

let release
let released = new Promise((resolve) => {
  release = resolve
})

/** What every `echo` handler returns: the text, or for 'hold' a promise that waits for `releaseHeld()`. */
export function answer(text) {
  return text === 'hold' ? released : text
}

/** The same for a system whose text is bytes. */
export function isHold(bytes) {
  return bytes.length === 4 && bytes[0] === 104 && bytes[1] === 111 && bytes[2] === 108
}

export function releaseHeld() {
  release('hold')
  released = new Promise((resolve) => {
    release = resolve
  })
}
