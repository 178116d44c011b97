import { bytes, rpc, service, stream } from 'trunkline/schema'
import Type from 'typebox'

/** A plain name. Without slashes and leading dots, no path can leave the folder of the server. */
const Name = Type.String({ maxLength: 200, pattern: '^\\w[\\w .-]*$' })

const Size = Type.Integer({ minimum: 0, maximum: 2 ** 40 })

/** A file as a whole; the hash tells its contents from those of another version. */
export const FileInfo = Type.Object({
  name: Name,
  size: Size,
  sha256: Type.String({ maxLength: 64, pattern: '^[0-9a-f]{64}$' }),
})

const Data = bytes({ maxLength: 65_536 })

/** First which file and from where on, then its bytes. */
export const UploadPart = Type.Union([
  Type.Object({ kind: Type.Literal('file'), file: FileInfo, offset: Size }),
  Type.Object({ kind: Type.Literal('chunk'), data: Data }),
])

export const Files = service('files.v1.Files', {
  /** Takes as long as hashing the file does. */
  describe: rpc(Type.Object({ name: Name }), FileInfo, {
    idempotent: true,
    timeout: '10m',
    errors: { NotThere: Type.Object({}) },
  }),
  /** How much of a file the server has: where an upload goes on. */
  received: rpc(FileInfo, Type.Object({ bytes: Size, isComplete: Type.Boolean() }), {
    idempotent: true,
    timeout: '10m',
  }),
  /** Answers when the file is whole and its hash is right. */
  upload: rpc(stream(UploadPart), Type.Object({})),
  /** The bytes of a file from an offset on. */
  download: rpc(Type.Object({ name: Name, offset: Size }), stream(Type.Object({ data: Data })), {
    errors: { NotThere: Type.Object({}) },
  }),
})
