/** Compression by node:zlib. The only file that uses it. */

import type { Session } from '../session/session.js'
import { type Algorithm, algorithms, type Compression } from '../wire/compression.js'
import { ProtocolError } from '../wire/protocol-error.js'

export interface CompressionOptions {
  /** `gzip`, `deflate`, `br` (Brotli), or `zstd` where Node has it (22.15 and later). */
  readonly algorithm: Algorithm
  /** Shorter messages are sent as they are. In bytes, 0 or more; default 8192. */
  readonly minBytes?: number
  /** Which methods to compress, by `package.Service/method`. Default: all. */
  readonly methods?: (method: string) => boolean
}

const defaultMinBytes = 8192

interface Coder {
  compress(bytes: Uint8Array): Uint8Array
  /** Throws when the result would be longer than `most`. */
  restore(bytes: Uint8Array, most: number): Uint8Array
}

type Restore = (bytes: Uint8Array, options: { readonly maxOutputLength: number }) => Uint8Array

type Coders = Readonly<Record<Algorithm, Coder | undefined>>

let loaded: Coders | undefined

/** Loads node:zlib at the first use: most programs never compress, and it takes a tenth of the time to start. */
function coders(): Coders {
  loaded ??= makeCoders(process.getBuiltinModule('node:zlib'))
  return loaded
}

function makeCoders(zlib: typeof import('node:zlib')): Coders {
  // Zstandard came to node:zlib after the oldest Node that is supported, so its types do not have it.
  const { zstdCompressSync, zstdDecompressSync } = zlib as {
    readonly zstdCompressSync?: (bytes: Uint8Array) => Uint8Array
    readonly zstdDecompressSync?: Restore
  }
  // Quality 4 costs about what gzip does; the default of 11 takes a hundred times as long.
  const brotli = { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 4 } }
  return {
    gzip: {
      compress: (bytes) => zlib.gzipSync(bytes, { level: 1 }),
      restore: (bytes, maxOutputLength) => zlib.gunzipSync(bytes, { maxOutputLength }),
    },
    deflate: {
      compress: (bytes) => zlib.deflateSync(bytes, { level: 1 }),
      restore: (bytes, maxOutputLength) => zlib.inflateSync(bytes, { maxOutputLength }),
    },
    br: {
      compress: (bytes) => zlib.brotliCompressSync(bytes, brotli),
      restore: (bytes, maxOutputLength) => zlib.brotliDecompressSync(bytes, { maxOutputLength }),
    },
    zstd:
      zstdCompressSync === undefined || zstdDecompressSync === undefined
        ? undefined
        : {
            compress: zstdCompressSync,
            restore: (bytes, maxOutputLength) => zstdDecompressSync(bytes, { maxOutputLength }),
          },
  }
}

const byNumber = new Map<number, Algorithm>(
  Object.entries(algorithms).map(([name, number]) => [number, name as Algorithm]), // because the keys are the names
)

/** The features that a side with these options announces: what it can restore. */
export function compressionFeatures(options: CompressionOptions | undefined): readonly string[] {
  if (options === undefined) return []
  return Object.entries(coders()).flatMap(([name, coder]) => (coder === undefined ? [] : [name]))
}

/** Throws TypeError for an algorithm that this Node lacks, and RangeError for a length that is none. */
export function checkCompression(options: CompressionOptions): CompressionOptions {
  if (coders()[options.algorithm] === undefined) {
    throw new TypeError(
      `compression.algorithm is ${JSON.stringify(options.algorithm)}: this Node has ${compressionFeatures(options).join(', ')}`,
    )
  }
  const { minBytes = 0 } = options
  if (!Number.isInteger(minBytes) || minBytes < 0) {
    throw new RangeError(
      `compression.minBytes is ${minBytes}: it must be a whole number of bytes, 0 or more`,
    )
  }
  return options
}

/** A feature is used when both sides named it: whoever has compression off announces none. */
export function agreeOnCompression(
  options: CompressionOptions | undefined,
  features: readonly string[],
  { sender, receiver }: Pick<Session, 'sender' | 'receiver'>,
): void {
  if (options === undefined) return
  const agreed = createCompression(options, features)
  sender.frames.compression = agreed
  receiver.compression = agreed
}

/** Compression with a peer that announced `features`. */
export function createCompression(
  options: CompressionOptions,
  features: readonly string[],
): Compression {
  const { algorithm, minBytes = defaultMinBytes } = options
  const coder = features.includes(algorithm) ? coders()[algorithm] : undefined
  return {
    compress(message) {
      if (coder === undefined || message.length < minBytes) return undefined
      const bytes = coder.compress(message)
      // What does not get shorter travels as it is.
      return bytes.length + 8 < message.length ? { algorithm, bytes } : undefined
    },
    restore(number, bytes, length) {
      const name = byNumber.get(number)
      const used = name === undefined ? undefined : coders()[name]
      if (used === undefined)
        throw new ProtocolError(`a message compressed by unknown algorithm ${number}`)
      let message: Uint8Array
      try {
        message = used.restore(bytes, Math.max(length, 1))
      } catch (error) {
        const text = (error as Error).message // because zlib throws Errors
        throw new ProtocolError(
          `a message of announced ${length} bytes cannot be restored: ${text}`,
        )
      }
      if (message.length !== length) {
        throw new ProtocolError(`a message of announced ${length} bytes has ${message.length}`)
      }
      // A plain array: parts of it are handed to programs, and a Buffer would behave differently there.
      return new Uint8Array(message.buffer, message.byteOffset, message.length)
    },
  }
}
