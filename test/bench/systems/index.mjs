/** The systems, in the order of the tables. Each file beside this one is one of them; see `System` below. */

export const systemNames = [
  'raw',
  'trunkline',
  'memory',
  'grpc-js',
  'connect',
  'thrift',
  'nestjs',
  'moleculer',
  'trpc',
  'capnweb',
  'vscode-jsonrpc',
]

/** A name such as 'trunkline:tls' is that of a variant. @returns {Promise<System>} */
export async function loadSystem(name) {
  const [system, variant] = name.split(':')
  if (variant === undefined) return import(`./${system}.mjs`)
  const { variantOf } = await import(`./${system}-variants.mjs`)
  return variantOf(variant)
}

/**
 * @typedef {object} System
 * @property {string} title
 * @property {string} settings What was set, for the table.
 * @property {string[]} packages Whose versions the table states.
 * @property {() => Promise<{ port: number | string, close(): unknown }>} startServer
 * @property {(port: number | string) => Promise<Client>} connect Gets what `startServer` gave as a port.
 * @property {boolean} [isOneConnection] Cannot have several clients, so that some rows are left out.
 * @property {boolean} [isOneProcess] The server is in the client's process: no place in a chart of the others.
 * @property {string[]} [rows] The only rows it is for.
 * @property {Natural} [messages] The system's natural form of each message; missing ones are sent as they are.
 */
/**
 * @typedef {object} Client
 * @property {(text: unknown) => Promise<unknown>} echo Also answers 'hold', though only once it is released.
 * @property {(record: unknown) => Promise<unknown>} record
 * @property {(blob: unknown) => Promise<unknown>} blob
 * @property {(count: number, order: unknown) => Promise<number>} [down] Resolves to the messages received.
 * @property {(count: number, blob: unknown) => Promise<number>} [up] Sends `count`; resolves to what the server counted.
 * @property {(count: number, blob: unknown) => Promise<number>} [both] Sends `count`; resolves to the messages received.
 * @property {(blob: unknown) => Promise<Conversation>} [converse] Opens a stream both ways that is echoed.
 * @property {() => unknown} close
 */
/**
 * @typedef {object} Conversation
 * @property {() => Promise<unknown>} turn Sends the blob; resolves when it has come back.
 * @property {() => unknown} end
 */
/**
 * @typedef {object} Natural
 * @property {(text: string) => unknown} [text]
 * @property {(record: object, about: { encodedBytes: number }) => unknown} [record]
 * @property {(bytes: Uint8Array) => unknown} [blob]
 */
