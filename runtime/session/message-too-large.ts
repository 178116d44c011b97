/** A message larger than the peer accepts; nothing of it was sent. */
export class MessageTooLargeError extends Error {
  override readonly name = 'MessageTooLargeError'

  constructor(bytes: number, accepted: number) {
    super(`the message has ${bytes} bytes; the peer accepts ${accepted} (its maxMessageBytes)`)
  }
}
