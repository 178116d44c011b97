/** Who is at the other end of a connection, what it may call, and how a client says who it is. */

import type { AnyMethod } from './method.js'

/** What a verified certificate says of the peer that has its key. */
export interface PeerIdentity {
  /** The subject in one line, as OpenSSL writes it: `CN=orders,O=Example`. Do not decide by it: use `altNames`. */
  readonly subject: string
  /** The subject alternative names, each with its kind: `DNS:orders.internal`, `URI:spiffe://example.org/orders`. */
  readonly altNames: readonly string[]
  /** SHA-256 of the certificate, in lower-case hex without colons. */
  readonly fingerprint: string
  /** When the certificate expires; the connection outlives it, unless the principal's `expiresAt` says otherwise. */
  readonly validTo: Date
}

/** Whom a server takes its peer for. Add what handlers need to know to `attributes`. */
export interface Principal {
  /** Names one caller for good: a user's id, a service. Not empty; later credentials of a connection must be of the same. */
  readonly name: string
  readonly roles?: readonly string[]
  /**
   * When this ends to be true, by the clock of the wall. The server then says goodbye, refuses further calls of the connection as
   * UNAVAILABLE, and gives those in flight `limits.drainTimeoutMs`; the client connects again, with new credentials. Default: never.
   */
  readonly expiresAt?: Date
  readonly attributes?: Readonly<Record<string, unknown>>
}

/** What a server can know of a peer before it lets it in. */
export interface AuthenticateRequest {
  /** How to read the token: `bearer` unless the client says otherwise; undefined for a client without credentials. */
  readonly scheme: string | undefined
  /** At most 8192 bytes; a secret, to be compared with `crypto.timingSafeEqual` or verified by signature. */
  readonly token: string | undefined
  /** The peer as a URL. */
  readonly address: string
  /** From the peer's certificate, verified; undefined without one. */
  readonly identity: PeerIdentity | undefined
  /** What the peer says it is; not to be trusted. */
  readonly agent: string
  /** Later credentials of a peer that was let in. */
  readonly isRenewal: boolean
}

/**
 * Says who a peer is. It is turned away with UNAUTHENTICATED when this returns null or undefined, throws, rejects, or takes longer than
 * `limits.authenticateTimeoutMs`. What is thrown goes to the log and not to the peer.
 */
export type Authenticate = (
  request: AuthenticateRequest,
) => Principal | null | undefined | Promise<Principal | null | undefined>

/**
 * Whether a principal may call a method. Asked for every method when a peer connects, and again after later credentials, so it
 * must answer at once: anything but `true`, a promise too, and whatever is thrown, means no.
 */
export type Authorize = (principal: Principal, method: AnyMethod) => boolean

/** The hooks of a server that wants to know its peers. */
export interface Gate {
  readonly authenticate: Authenticate
  /** Undefined lets every principal call everything. */
  readonly authorize: Authorize | undefined
}

/** How a client says who it is. */
export interface Credentials {
  /** A secret, at most 8192 bytes. */
  readonly token: string
  /** How the server is to read the token, at most 64 characters. Default `bearer`. */
  readonly scheme?: string
  /** When the token expires, by the clock of the wall. Another is asked for after four fifths of the time until then. */
  readonly expiresAt?: Date
}

export interface CredentialsContext {
  /** The server that the token is for, as a URL. */
  readonly endpoint: string
  /** The connection stands, and its token is about to expire. */
  readonly isRenewal: boolean
  /** Aborts when the token is not wanted any more. */
  readonly signal: AbortSignal
}

/** Called for every connection before it is dialled, and again before what it returned expires. */
export type CredentialsProvider = (
  context: CredentialsContext,
) => Credentials | Promise<Credentials>
