/** What is sent, the same for every system; each system gives it its natural form. */

/** Twelve bytes. */
export const text = 'hello, world'

/** The `Order` of echo.schema.ts: nested, with lists, a map, an enum, a big integer and dates. */
export const record = {
  id: 81_985_529_216_486_895n,
  customer: 'Ada Björk-Lovelace',
  status: 'sent',
  placedAt: new Date('2026-03-14T09:26:53.589Z'),
  paidAt: new Date('2026-03-14T09:31:07.250Z'),
  shipTo: {
    street: '12 St James’s Square',
    city: 'London',
    postcode: 'SW1Y 4JH',
    country: 'GB',
  },
  lines: Array.from({ length: 12 }, (_, i) => ({
    sku: `TRK-${1000 + i * 7}-${'ABCDEFGHIJKL'[i]}`,
    title: `Relay rack, row ${i + 1}, nickel silver contacts`,
    quantity: 1 + i * 3,
    cents: 1250 + i * 125,
  })),
  tags: ['fragile', 'insured', 'two people'],
  discount: 0.125,
  labels: { channel: 'web', warehouse: 'ROT-2', carrier: 'northbound' },
  note: 'Ring twice; the porter knows.',
}

/** The length of the record in protobuf: the raw frames carry as many bytes. */
export const recordBytes = 984

const made = new Map()

/** Bytes that compress badly and differ from place to place, so that a mix-up shows. Made once for each size. */
export function someBytes(size) {
  if (!made.has(size)) made.set(size, makeBytes(size))
  return made.get(size)
}

function makeBytes(size) {
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
