/**
 * Somebody at a branch: `client.ts ADDRESS FOLDER NAME ROLE [seconds]` says who they are, looks at an account, tries to put money in,
 * and with a number of seconds goes on looking for so long. Tokens last for three seconds.
 */

import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { connect } from 'trunkline'
import { Ledger } from './gen/ledger.js'
import { Tokens } from './tokens.js'

const [address = 'tls://127.0.0.1:4500', folder = 'certificates', name = 'ada', role = 'teller'] =
  process.argv.slice(2)
const seconds = Number(process.argv[6] ?? 0)
const file = (path: string) => join(folder, path)

const channel = connect(address, {
  tls: { caFile: file('ca.pem'), certFile: file('branch.pem'), keyFile: file('branch.key') },
  credentials: () => new Tokens(folder).issue(name, role, 3),
})
const ledger = channel.client(Ledger)

const me = await ledger.whoAmI.safe({})
if (me.ok) {
  console.log(`the server takes me for ${me.value.name} of ${me.value.program}`)
  const paid = await ledger.deposit.safe({ account: 'tea', cents: 250 })
  if (paid.ok) console.log(`there are ${paid.value.cents} cents for tea`)
  else console.log(`no deposit: ${paid.error.code}, ${paid.error.outcome}`)
  const end = performance.now() + seconds * 1000
  let looks = 0
  while (performance.now() < end) {
    await ledger.balance({ account: 'tea' })
    looks++
    await sleep(20)
  }
  if (looks > 0) console.log(`looked ${looks} times, and no call failed`)
} else {
  console.log(`not let in: ${me.error.code}: ${me.error.message}`)
  console.log(`what to do: ${me.error.hint}`)
}
await channel.close()
