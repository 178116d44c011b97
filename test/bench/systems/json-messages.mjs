/** What the systems that speak JSON send: bytes as base64, dates and big integers as strings. */

export function toBase64(bytes) {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')
}

export function fromBase64(text) {
  return Buffer.from(text, 'base64')
}

export const jsonMessages = {
  record: (record) =>
    JSON.parse(
      JSON.stringify(record, (_key, value) => (typeof value === 'bigint' ? String(value) : value)),
    ),
  blob: toBase64,
}
