import type { StatusCode } from '../status.js'

/** The peer ended the connection and said why. */
export class GoodbyeError extends Error {
  readonly code: StatusCode

  /** `text` is the peer's, and printable. */
  constructor(code: StatusCode, text: string) {
    super(`the peer ended the connection: ${text}`)
    this.code = code
  }
}
