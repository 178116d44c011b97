/** `open` or `close`: all vents at once. */

import { connect } from 'trunkline'
import { Telemetry } from './gen/telemetry.js'

const [address = 'tcp://127.0.0.1:4300', command] = process.argv.slice(2)

const channel = connect(address)
const { done, failed } = await channel.client(Telemetry).ventAll({ open: command === 'open' })
console.log(`vents ${command === 'open' ? 'opened' : 'closed'}: ${done}, failed: ${failed}`)
await channel.close()
