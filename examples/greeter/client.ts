import pc from 'picocolors'
import { connect, isRpcError } from 'trunkline'
import { Greeter } from './gen/greeter.js'

const atOnce = 5000

const [address = ''] = process.argv.slice(2)
const channel = connect(address)
const greeter = channel.client(Greeter)

/** Prints one call: what was tried, what was called, what came of it. */
function show(what: string, call: string, ...outcome: string[]): void {
  console.log(`  ${pc.bold(what.padEnd(22))} ${pc.cyan(call)}`)
  for (const line of outcome) console.log(`  ${' '.repeat(22)} ${line}`)
}

function describe(error: unknown): string[] {
  if (!isRpcError(error)) throw error
  const lines = [`${pc.red(error.code)}, outcome ${pc.bold(error.outcome)}`, error.message]
  if (error.hint !== undefined) lines.push(pc.dim(error.hint))
  return lines
}

const { text } = await greeter.greet({ name: 'Ada' })
show('a call', "greet({ name: 'Ada' })", pc.green(text))

const refused = await greeter.greet.safe({ name: '' })
if (!refused.ok) show('refused by the schema', "greet({ name: '' })", ...describe(refused.error))

const late = await greeter.sleep.safe({ ms: 5000 }, { timeout: 200 })
if (!late.ok)
  show('past its deadline', 'sleep({ ms: 5000 }, { timeout: 200 })', ...describe(late.error))

const banned = await greeter.greet.safe({ name: 'Mallory' })
if (!banned.ok && banned.error.reason === 'Banned') {
  // The compiler knows the data of the declared error here.
  const until = banned.error.data.until.toISOString().slice(0, 10)
  const [first = ''] = describe(banned.error)
  show('a declared error', "greet({ name: 'Mallory' })", first, `banned until ${until}`)
}

const names = Array.from({ length: atOnce }, (_, index) => `guest ${index}`)
await Promise.all(names.map((name) => greeter.greet({ name }))) // warms the compiler up
const startedAt = performance.now()
const greetings = await Promise.all(names.map((name) => greeter.greet({ name })))
const ms = performance.now() - startedAt
const right = greetings.filter((greeting, index) => greeting.text === `Hello, ${names[index]}!`)
const rate = Math.round((right.length / ms) * 1000).toLocaleString('en')
show(
  `${atOnce.toLocaleString('en')} at once`,
  'Promise.all(names.map((name) => greet({ name })))',
  `${right.length.toLocaleString('en')} right answers in ${ms.toFixed(1)} ms: ${pc.green(`${rate} calls/s`)} on one connection`,
)

await channel.close()
