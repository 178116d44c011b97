/** Reads the certificates, keys and authorities that a program has in files. Loaded with node:tls. */

import { readFile } from 'node:fs/promises'
import { textOf } from '../thrown.js'
import { TlsError } from './tls-error.js'
import type { CertificateOptions, Pem, SharedTlsOptions } from './tls-options.js'

/** A certificate with its key, read. */
export interface Certificate {
  readonly cert: Pem
  readonly key: Pem
  readonly passphrase: string | undefined
}

/** Reads what is in files. Rejects with TlsError, which names the option and the file. */
export async function loadCertificate(
  place: string,
  options: CertificateOptions,
): Promise<Certificate | undefined> {
  const [cert, key] = await Promise.all([load(place, 'cert', options), load(place, 'key', options)])
  if (cert === undefined || key === undefined) return undefined
  return { cert, key, passphrase: options.passphrase }
}

export function loadAuthorities(options: SharedTlsOptions): Promise<Pem | undefined> {
  return load('tls', 'ca', options)
}

async function load(
  place: string,
  name: 'cert' | 'key' | 'ca',
  options: SharedTlsOptions,
): Promise<Pem | undefined> {
  const file = options[`${name}File`]
  if (file === undefined) return options[name]
  try {
    return await readFile(file)
  } catch (error) {
    const text = `${place}.${name}File cannot be read: ${textOf(error)}`
    throw new TlsError(text, 'check the path, and who may read the file', 'FILE', error)
  }
}
