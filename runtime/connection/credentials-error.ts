/** A channel's own credentials are not to be had, or not to be sent: its server was not asked. */
export class CredentialsError extends Error {
  /** What the reader can do next. */
  readonly hint: string

  constructor(message: string, hint: string, cause?: unknown) {
    super(message, { cause })
    this.hint = hint
  }
}
