/** Tokens that can be verified without asking anybody: what they say, signed. Stands for the tokens of your identity provider. */

import { createHmac, timingSafeEqual } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Principal } from 'trunkline'

interface Claims {
  readonly name: string
  readonly roles: readonly string[]
  readonly expiresAt: number
}

export class Tokens {
  readonly #key: Buffer

  constructor(folder: string) {
    this.#key = readFileSync(join(folder, 'token.key'))
  }

  issue(name: string, role: string, seconds: number): { token: string; expiresAt: Date } {
    const expiresAt = new Date(Date.now() + seconds * 1000)
    const claims: Claims = { name, roles: [role], expiresAt: expiresAt.getTime() }
    const text = Buffer.from(JSON.stringify(claims)).toString('base64url')
    return { token: `${text}.${this.#sign(text).toString('base64url')}`, expiresAt }
  }

  /** Null for a token that nobody with the key has issued. Whether it has expired is for the server to see. */
  verify(token: string): Principal | null {
    const [text = '', signature = ''] = token.split('.')
    const given = Buffer.from(signature, 'base64url')
    const due = this.#sign(text)
    if (given.length !== due.length || !timingSafeEqual(given, due)) return null
    const claims: Claims = JSON.parse(Buffer.from(text, 'base64url').toString())
    return { ...claims, expiresAt: new Date(claims.expiresAt) }
  }

  #sign(text: string): Buffer {
    return createHmac('sha256', this.#key).update(text).digest()
  }
}
