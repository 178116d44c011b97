/** A connection that TLS does not allow. */
export class TlsError extends Error {
  /** What the reader can do next. */
  readonly hint: string
  /** Node's or OpenSSL's name for it. */
  readonly code: string
  /** Whether trying again would only bring the same. */
  readonly isFinal: boolean

  constructor(message: string, hint: string, code: string, cause?: unknown, isFinal = true) {
    super(message, { cause })
    this.hint = hint
    this.code = code
    this.isFinal = isFinal
  }
}
