/** Gets the credentials of a connection from the program: before it is dialled, and again before they expire. */

import type { Credentials, CredentialsProvider } from '../identity.js'
import type { Session } from '../session/session.js'
import { textOf } from '../thrown.js'
import { maxSchemeCharacters, type Credentials as SentCredentials } from '../wire/credentials.js'
import { maxTokenBytes } from '../wire/frame.js'
import { Alarm } from './alarm.js'
import type { ConnectionOptions } from './call-host.js'
import { holdProcess, wallNow } from './clock.js'
import { CredentialsError } from './credentials-error.js'

/** Another token is asked for when this much of the time of the last one is over. */
const renewAfter = 0.8

/** And not more often than this, however short that time is. */
const shortestWaitMs = 1_000

/** Timers reach 2^31 ms; then it is looked at again. */
const longestWaitMs = 2 ** 31 - 1

const hint = 'the option credentials must return { token } or a promise of it'

/** The first credentials have this much of the time to connect; the rest is for dialling. */
const patience = 0.9

const never = Number.POSITIVE_INFINITY

/** The connection that the credentials are for. */
export interface KeeperHost {
  readonly options: ConnectionOptions
  readonly session: Pick<Session, 'renew'>
  /** Ends the connection, which needs no transport for that. */
  destroy(error: Error): void
}

export class CredentialsKeeper {
  readonly #provider: CredentialsProvider
  readonly #endpoint: string
  readonly #host: KeeperHost
  readonly #alarm: Alarm
  #abort: AbortController | undefined = undefined
  #token = ''
  /** By the clock of the wall. */
  #expiresAt = never
  #renewAt = never
  #isStopped = false
  #release: () => void = () => {}

  constructor(provider: CredentialsProvider, endpoint: string, host: KeeperHost) {
    this.#provider = provider
    this.#endpoint = endpoint
    this.#host = host
    this.#alarm = new Alarm(host.options.clock, () => this.#onAlarm())
  }

  /** Gets the first credentials and goes on with `then`, or ends the connection. */
  first(then: (credentials: SentCredentials) => void): void {
    // No socket does it: there is none before the credentials.
    const release = holdProcess()
    this.#release = release
    const patienceMs = Math.ceil(patience * this.#host.options.limits.connectTimeoutMs)
    this.#alarm.set(patienceMs)
    this.#get(false)
      .finally(release)
      .then((credentials) => {
        this.#alarm.stop()
        if (!this.#isStopped) then(credentials)
      })
      .catch((error) => this.#fail(`failed: ${textOf(error)}`, error))
  }

  #fail(what: string, cause?: unknown): void {
    if (this.#isStopped) return
    this.#host.destroy(new CredentialsError(`the option credentials ${what}`, hint, cause))
  }

  /** The connection stands: from now on the credentials are renewed. */
  start(): void {
    this.#schedule()
  }

  stop(): void {
    this.#isStopped = true
    this.#alarm.stop()
    this.#release()
    this.#abort?.abort(new Error('the connection is closed'))
  }

  #onAlarm(): void {
    if (this.#token === '') this.#fail('has not answered in time')
    else if (wallNow() < this.#renewAt) this.#setAlarm()
    else void this.#renew()
  }

  /** Never rejects: what fails is tried again as long as there is time. */
  async #renew(): Promise<void> {
    const before = this.#token
    try {
      const credentials = await this.#get(true)
      if (this.#isStopped) return
      if (credentials.token !== before) this.#host.session.renew(credentials)
    } catch (error) {
      if (this.#isStopped) return
      const { logger } = this.#host.options
      logger.warn(
        `trunkline: connection ${this.#endpoint}: credentials are not renewed: ${textOf(error)}`,
      )
    }
    this.#schedule()
  }

  async #get(isRenewal: boolean): Promise<SentCredentials> {
    const abort = new AbortController()
    this.#abort = abort
    try {
      const answer = await this.#provider({
        endpoint: this.#endpoint,
        isRenewal,
        signal: abort.signal,
      })
      const checked = check(answer)
      this.#token = checked.token
      this.#expiresAt = answer.expiresAt?.getTime() ?? never
      return checked
    } finally {
      this.#abort = undefined
    }
  }

  #schedule(): void {
    const now = wallNow()
    const leftMs = this.#expiresAt - now
    // Once expired it is the server's turn: a new connection brings new credentials.
    if (leftMs <= 0 || leftMs === never || this.#isStopped) return
    this.#renewAt = now + Math.max(leftMs * renewAfter, shortestWaitMs)
    this.#setAlarm()
  }

  #setAlarm(): void {
    this.#alarm.set(Math.min(this.#renewAt - wallNow(), longestWaitMs))
  }
}

/** Throws TypeError, without the token, for what cannot be sent. */
function check(credentials: Credentials): SentCredentials {
  const { token, scheme = 'bearer', expiresAt } = credentials
  const fault = (text: string) => new TypeError(`what the option credentials returned ${text}`)
  if (typeof token !== 'string' || token === '') throw fault('has no token')
  if (Buffer.byteLength(token) > maxTokenBytes)
    throw fault(`has a token of more than ${maxTokenBytes} bytes`)
  if (typeof scheme !== 'string' || scheme === '' || scheme.length > maxSchemeCharacters)
    throw fault(`has a scheme that is no text of 1 to ${maxSchemeCharacters} characters`)
  if (expiresAt !== undefined && !(expiresAt instanceof Date && expiresAt.getTime() > 0))
    throw fault('has an expiresAt that is no Date')
  return { token, scheme }
}
