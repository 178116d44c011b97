/** A program that serves methods to the server it dials, and does nothing else: node --import tsx reachable-process.ts URL */

import { connect } from '../../runtime/index.js'
import { Device, streamsHandlers } from './stream-service.js'

const [url = ''] = process.argv.slice(2)
const logger = { debug() {}, info() {}, warn() {}, error() {} }
const channel = connect(url, { logger, limits: { redialMaxMs: 200 } })
channel.add(Device, streamsHandlers())
await channel.ready()
