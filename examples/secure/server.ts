/** Keeps accounts for programs that have a certificate and people that have a token. SIGHUP reads the certificate again. */

import { join } from 'node:path'
import { createServer } from 'trunkline'
import { Ledger } from './gen/ledger.js'
import { Tokens } from './tokens.js'

const [address = 'tls://127.0.0.1:4500', folder = 'certificates'] = process.argv.slice(2)
const file = (name: string) => join(folder, name)

const tokens = new Tokens(folder)
const certificate = { certFile: file('server.pem'), keyFile: file('server.key') }
const accounts = new Map<string, number>()

const server = createServer({
  tls: { ...certificate, caFile: file('ca.pem'), requestClientCert: true },
  authenticate: ({ token = '', isRenewal }) => {
    const principal = tokens.verify(token)
    if (isRenewal) console.log(`${principal?.name} has a new token`)
    return principal
  },
  // Everybody may look; what changes something is for tellers.
  authorize: ({ roles }, method) => method.idempotent || roles?.includes('teller') === true,
  signals: ['SIGINT', 'SIGTERM'],
  onPeerJoin: ({ principal }) => console.log(`${principal?.name} joined`),
})

server.add(Ledger, {
  whoAmI: (_, { peer }) => ({
    name: peer.principal?.name ?? '',
    program: peer.identity?.altNames.join(', ') ?? '',
  }),
  balance: ({ account }) => ({ cents: accounts.get(account) ?? 0 }),
  deposit({ account, cents }, { peer }) {
    const balance = (accounts.get(account) ?? 0) + cents
    accounts.set(account, balance)
    console.log(`${peer.principal?.name} put ${cents} cents into ${account}`)
    return { cents: balance }
  },
})

process.on('SIGHUP', async () => {
  try {
    await server.setCertificate(certificate)
    console.log('the certificate is new')
  } catch (error) {
    console.error(`the certificate stays: ${error}`)
  }
})

console.log(`listening on ${await server.listen(address)}`)
