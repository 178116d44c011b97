/** What Node says when TLS fails, said so that a reader knows what is wrong and what to do. */

import { TlsError } from './tls-error.js'

interface Explanation {
  readonly text: string
  readonly hint: string
}

const untrusted: Explanation = {
  text: "the server's certificate is signed by nobody whom this side trusts",
  hint: "give the certificate of the server's authority as tls.caFile",
}

const noTls: Explanation = {
  text: 'the server does not speak TLS on this port',
  hint: 'check the port, or use a tcp: address where the server has no TLS',
}

const rejected: Explanation = {
  text: "the server did not accept this side's certificate",
  hint: 'tls.certFile must be signed by an authority that the server knows, and must not have expired',
}

/** By what a client sees. */
const clientExplanations: Readonly<Record<string, Explanation>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: untrusted,
  SELF_SIGNED_CERT_IN_CHAIN: untrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted,
  UNABLE_TO_GET_ISSUER_CERT: untrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted,
  CERT_UNTRUSTED: untrusted,
  CERT_SIGNATURE_FAILURE: untrusted,
  INVALID_CA: untrusted,
  CERT_HAS_EXPIRED: {
    text: "the server's certificate has expired",
    hint: 'renew it, give it to the server with server.setCertificate, and check the clock of this machine',
  },
  CERT_NOT_YET_VALID: {
    text: "the server's certificate is not valid yet",
    hint: 'check the clocks of this machine and of the one that made the certificate',
  },
  INVALID_PURPOSE: {
    text: "the server's certificate is not made for servers",
    hint: 'its extended key usage must allow serverAuth',
  },
  ERR_TLS_CERT_ALTNAME_INVALID: {
    text: "the server's certificate is for another name",
    hint: 'dial a name that is in the certificate, or give that name as tls.serverName',
  },
  ERR_SSL_WRONG_VERSION_NUMBER: noTls,
  ERR_SSL_PACKET_LENGTH_TOO_LONG: noTls,
  ERR_SSL_UNEXPECTED_MESSAGE: noTls,
  ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION: {
    text: 'the server does not speak a version of TLS that this side allows',
    hint: "say tls.minVersion 'TLSv1.2' on the side that allows TLS 1.3 only, or renew the other",
  },
  ERR_SSL_UNSUPPORTED_PROTOCOL: {
    text: 'the server does not speak a version of TLS that this side allows',
    hint: "say tls: { minVersion: 'TLSv1.2' } if the server cannot be renewed",
  },
  ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL: {
    text: 'the server speaks TLS but not Trunkline',
    hint: 'check the port',
  },
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: {
    text: 'the server asks for a client certificate, and this side has none',
    hint: 'give tls.certFile and tls.keyFile',
  },
  ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE: {
    text: 'the server refused the TLS handshake',
    hint: 'does it ask for a client certificate, or for other ciphers?',
  },
  ERR_SSL_TLSV1_ALERT_UNKNOWN_CA: rejected,
  ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE: rejected,
  ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED: rejected,
  ERR_SSL_SSLV3_ALERT_CERTIFICATE_UNKNOWN: rejected,
}

/** By what a server sees of its clients; for its log. */
const serverTexts: Readonly<Record<string, string>> = {
  ERR_SSL_WRONG_VERSION_NUMBER: 'the peer does not speak TLS: does it use a tcp: address?',
  ERR_SSL_HTTP_REQUEST: 'the peer does not speak TLS: it sent an HTTP request',
  ERR_SSL_UNSUPPORTED_PROTOCOL: 'the peer does not speak a version of TLS that this side allows',
  ERR_SSL_NO_APPLICATION_PROTOCOL: 'the peer speaks TLS but not Trunkline',
  ERR_SSL_TLSV1_ALERT_UNKNOWN_CA: "the peer does not trust this server's certificate",
  ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE: "the peer did not accept this server's certificate",
  ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED: "the peer finds this server's certificate expired",
  ERR_SSL_SSLV3_ALERT_CERTIFICATE_UNKNOWN: "the peer did not accept this server's certificate",
}

export function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : ''
}

/** What a client is told. Errors of the socket below stay as they are. */
export function explainToClient(error: Error, isSecure: boolean): Error {
  if (error instanceof TlsError) return error
  const code = codeOf(error)
  const known = clientExplanations[code]
  if (known !== undefined) {
    const detail = code === 'ERR_TLS_CERT_ALTNAME_INVALID' ? altNamesOf(error) : ''
    return new TlsError(`${known.text}${detail}`, known.hint, code, error)
  }
  if (code === 'ECONNRESET' && !isSecure) {
    const text = 'the server closed the connection during the TLS handshake'
    // A server that is restarted does that too.
    return new TlsError(text, noTls.hint, code, error, false)
  }
  if (!code.startsWith('ERR_SSL_') && !code.startsWith('ERR_TLS_')) return error
  return new TlsError(
    `TLS failed: ${reasonIn(error.message)}`,
    'see the code of the cause',
    code,
    error,
  )
}

/** What a server writes into its log; undefined for a peer that just went away. */
export function explainToServer(error: Error): string | undefined {
  const code = codeOf(error)
  if (code === 'ECONNRESET' || code === 'EPIPE') return undefined
  return serverTexts[code] ?? `TLS failed: ${reasonIn(error.message)}`
}

/** What a program is told of a certificate or key that Node cannot use. */
export function explainMaterial(place: string, error: unknown): TlsError {
  const cause = error instanceof Error ? error : new Error(String(error))
  const code = codeOf(cause)
  const text =
    code === 'ERR_OSSL_X509_KEY_VALUES_MISMATCH'
      ? 'the key does not belong to the certificate'
      : `the certificate or its key cannot be used: ${/routines:[^:]*:(.+)$/.exec(cause.message)?.[1] ?? cause.message}`
  return new TlsError(
    `${place}: ${text}`,
    'both must be PEM; an encrypted key needs passphrase',
    code,
    error,
  )
}

/** Node leaves the certificate on the error. */
function altNamesOf(
  error: Error & { readonly cert?: { readonly subjectaltname?: string } },
): string {
  return `: it has ${error.cert?.subjectaltname ?? 'none at all'}`
}

/** The middle of OpenSSL's `80AC…:error:0A00010B:SSL routines:ssl3_get_record:wrong version number:…/x.c:350:`. */
function reasonIn(message: string): string {
  return /:SSL routines:[^:]*:([^:]+):/.exec(message)?.[1] ?? message
}
