/** Makes an authority and certificates signed by it, with openssl: `tsx certificates.ts FOLDER`. For one day, for the example. */

import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

const ecKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']

function openssl(folder: string, ...args: string[]): void {
  execFileSync('openssl', args, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] })
}

/** Writes NAME.pem and NAME.key. */
export function makeAuthority(folder: string, name: string): void {
  const subject = ['-subj', `/CN=${name}`, '-days', '1']
  const files = ['-keyout', `${name}.key`, '-out', `${name}.pem`]
  openssl(folder, 'req', '-x509', ...ecKey, ...subject, ...files)
}

/** Writes NAME.pem and NAME.key, signed by an authority. `altNames` as openssl takes them: `DNS:a,IP:1.2.3.4`. */
export function makeCertificate(
  folder: string,
  authority: string,
  name: string,
  altNames: string,
): void {
  const request = ['-keyout', `${name}.key`, '-out', `${name}.csr`]
  openssl(folder, 'req', ...ecKey, '-subj', `/CN=${name}`, ...request)
  writeFileSync(join(folder, `${name}.ext`), `subjectAltName=${altNames}\n`)
  const signer = ['-CA', `${authority}.pem`, '-CAkey', `${authority}.key`, '-CAcreateserial']
  const files = ['-in', `${name}.csr`, '-extfile', `${name}.ext`, '-out', `${name}.pem`]
  openssl(folder, 'x509', '-req', '-days', '1', ...signer, ...files)
}

/** All that the programs of this example need. */
export function makeAll(folder: string): void {
  mkdirSync(folder, { recursive: true })
  makeAuthority(folder, 'ca')
  makeCertificate(folder, 'ca', 'server', 'DNS:localhost,IP:127.0.0.1')
  makeCertificate(folder, 'ca', 'branch', 'URI:spiffe://example.org/branch')
  // Whoever has this can issue tokens; a real one stays with whoever issues them.
  writeFileSync(join(folder, 'token.key'), randomBytes(32), { mode: 0o600 })
}

const [, program, folder] = process.argv
if (import.meta.url === pathToFileURL(program ?? '').href && folder !== undefined) makeAll(folder)
