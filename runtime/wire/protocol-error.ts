/** The peer broke a rule of PROTOCOL.md. Ends the connection; a call alone never causes one. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError'
}
