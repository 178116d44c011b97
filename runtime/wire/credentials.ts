/** How a connecting side says who it is: in its HELLO, and again in AUTH before what it said expires. */

import type { Reader, Writer } from 'protobufjs/minimal.js'
import { delimited, readFields, readText, writeText } from './fields.js'
import { maxTokenBytes } from './frame.js'
import { ProtocolError } from './protocol-error.js'

export interface Credentials {
  /** How the token is to be read: `bearer`, or a name that both programs know. */
  readonly scheme: string
  readonly token: string
}

export const maxSchemeCharacters = 64

/** The body of AUTH. */
export function writeCredentials({ scheme, token }: Credentials, writer: Writer): void {
  writeText(writer, 1, scheme)
  writeText(writer, 2, token)
}

export function readCredentials(reader: Reader): Credentials {
  let scheme = ''
  let token = ''
  readFields('AUTH', reader, (tag) => {
    if (tag === ((1 << 3) | delimited)) scheme = readScheme(reader)
    else if (tag === ((2 << 3) | delimited)) token = readToken(reader)
    else return false
    return true
  })
  const credentials = credentialsOf(scheme, token)
  if (credentials === undefined) throw new ProtocolError('AUTH has no credentials')
  return credentials
}

/** Both parts or none: half of the two is a mistake that must not pass for somebody unknown. */
export function credentialsOf(scheme: string, token: string): Credentials | undefined {
  if (scheme === '' && token === '') return undefined
  if (scheme === '' || token === '')
    throw new ProtocolError('a scheme or a token without the other')
  return { scheme, token }
}

export function readScheme(reader: Reader): string {
  const scheme = readText(reader, maxSchemeCharacters + 1)
  if (scheme.length <= maxSchemeCharacters) return scheme
  throw new ProtocolError(`a scheme has more than ${maxSchemeCharacters} characters`)
}

/** Never cut: the beginning of a token could be another one. */
export function readToken(reader: Reader): string {
  const start = reader.pos
  const bytes = reader.uint32()
  if (bytes > maxTokenBytes) {
    throw new ProtocolError(`a token has ${bytes} bytes, more than ${maxTokenBytes}`)
  }
  reader.pos = start
  return readText(reader, bytes)
}
