/** A scripted session: a teller, a clerk, people who are not what they say, a token that runs out, and a new certificate. */

import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Program, step } from '../programs.js'
import { makeAll, makeAuthority, makeCertificate } from './certificates.js'

const serverFile = new URL('server.ts', import.meta.url)
const clientFile = new URL('client.ts', import.meta.url)
const folder = mkdtempSync(join(tmpdir(), 'trunkline-secure-'))
process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
const codes: (number | null)[] = []

/** Somebody whose call takes a moment. */
async function visit(name: string, says: string, address: string, from: string, role: string) {
  const client = new Program(name, clientFile, address, from, name, role)
  await client.says(says)
  codes.push(await client.ended)
}

step('An authority, certificates for the server and for a branch, and a key to sign tokens with')
const ours = join(folder, 'ours')
makeAll(ours)
const server = new Program('server', serverFile, 'tls://127.0.0.1:0', ours)
const address = (await server.says('listening')).replace('listening on ', '')

step('Ada is a teller: she puts money in')
await visit('ada', 'there are 250 cents for tea', address, ours, 'teller')

step('Ben is a clerk: for him there is no method to put money in')
await visit('ben', 'no deposit: UNIMPLEMENTED, not-sent', address, ours, 'clerk')

step('Eve signs her token herself: she is turned away before her first call')
const forged = join(folder, 'forged')
makeAll(forged)
for (const file of ['ca.pem', 'branch.pem', 'branch.key'])
  cpSync(join(ours, file), join(forged, file))
await visit('eve', 'not let in: UNAUTHENTICATED', address, forged, 'teller')

step('Mallory has a good token, and a certificate of an authority that nobody knows')
const strange = join(folder, 'strange')
makeAll(strange)
for (const file of ['ca.pem', 'token.key']) cpSync(join(ours, file), join(strange, file))
await visit('mallory', 'client certificate was not accepted', address, strange, 'teller')

step('A server that only says it is ours is not spoken to')
makeAuthority(strange, 'ca')
await visit('ada', 'signed by nobody whom this side trusts', address, strange, 'teller')

step(
  'Cleo stays for five seconds, longer than her token, and meanwhile the server gets a new certificate',
)
const cleo = new Program('cleo', clientFile, address, ours, 'cleo', 'clerk', '5')
await server.says('cleo joined')
makeCertificate(ours, 'ca', 'server', 'DNS:localhost,IP:127.0.0.1')
server.kill('SIGHUP')
await server.says('the certificate is new')
await visit('ada', 'there are 500 cents for tea', address, ours, 'teller')
await server.says('cleo has a new token')
await cleo.says('no call failed')
codes.push(await cleo.ended)

server.kill('SIGTERM')
codes.push(await server.ended)
process.exitCode = codes.every((code) => code === 0) ? 0 : 1
