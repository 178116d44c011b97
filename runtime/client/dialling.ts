/** How a channel's connections are opened: who this side says it is, and over what it may say so. */

import { type Address, formatAddress, isLoopback } from '../address.js'
import type { Connection } from '../connection/connection.js'
import { CredentialsError } from '../connection/credentials-error.js'
import type { CredentialsProvider } from '../identity.js'
import type { Logger } from '../logger.js'
import { dial } from '../transport/dial.js'
import { TlsError } from '../transport/tls-error.js'
import { type ClientTls, type ClientTlsOptions, checkClientTls } from '../transport/tls-options.js'

export interface DiallingOptions {
  readonly tls?: ClientTls | undefined
  readonly credentials?: CredentialsProvider | undefined
  readonly insecureCredentials?: boolean | undefined
}

/** Said once in a process. */
let hasWarned = false

export class Dialling {
  readonly credentials: CredentialsProvider | undefined
  readonly #tls: ClientTls
  readonly #allowsInsecure: boolean
  readonly #logger: Logger

  /** Throws TypeError for options that make no sense. */
  constructor(options: DiallingOptions, logger: Logger) {
    const { tls = {}, credentials, insecureCredentials = false } = options
    if (typeof tls !== 'function') checkClientTls(tls)
    if (credentials !== undefined && typeof credentials !== 'function') {
      throw new TypeError(
        'the option credentials must be a function that returns { token }: it is called for every connection',
      )
    }
    if (typeof insecureCredentials !== 'boolean')
      throw new TypeError('the option insecureCredentials must be true or false')
    this.credentials = credentials
    this.#tls = tls
    this.#allowsInsecure = insecureCredentials
    this.#logger = logger
  }

  /** Why credentials must not go to an address; undefined where they may. */
  faultOf(address: Address): Error | undefined {
    if (this.credentials === undefined || this.#allowsInsecure) return undefined
    if (address.kind === 'tls' || isLoopback(address)) return undefined
    return exposed(`${formatAddress(address)} has no TLS, so everybody on the way could read them`)
  }

  /** Opens a connection that was made for this. */
  open(connection: Connection, address: Address, serverName?: string): void {
    const fault = this.faultOf(address)
    if (fault !== undefined) {
      // Later, as a socket fails: whoever dials is not called back from within.
      setImmediate(() => connection.destroy(fault))
      return
    }
    const options = { serverName, tls: () => this.#askTls() }
    connection.dial(formatAddress(address), (handler, onConnect) =>
      dial(address, options, handler, onConnect),
    )
  }

  async #askTls(): Promise<ClientTlsOptions> {
    const options = typeof this.#tls === 'function' ? checked(await this.#tls()) : this.#tls
    if (options.insecureSkipVerify !== true) return options
    if (this.credentials !== undefined && !this.#allowsInsecure) {
      throw exposed('tls.insecureSkipVerify takes any server, so anybody could get them')
    }
    if (!hasWarned) {
      hasWarned = true
      this.#logger.warn(
        'trunkline: tls.insecureSkipVerify is on: whoever is between this program and its servers can read and change everything',
      )
    }
    return options
  }
}

function checked(options: ClientTlsOptions): ClientTlsOptions {
  try {
    return checkClientTls(options)
  } catch (error) {
    const hint = 'correct what the function tls returns'
    throw new TlsError((error as Error).message, hint, 'OPTIONS', error) // because it throws TypeErrors
  }
}

function exposed(why: string): CredentialsError {
  return new CredentialsError(
    `the credentials were not sent: ${why}`,
    'use a tls: address, or say connect(url, { insecureCredentials: true }) where the network is trusted',
  )
}
