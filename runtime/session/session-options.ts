/** What a session is told when it begins. */

import type { Limits } from '../limits.js'
import type { Greeting } from '../wire/greeting.js'
import type { ChunkPool } from './outbox.js'

export interface SessionOptions {
  readonly role: 'connecting' | 'accepting'
  readonly limits: Limits
  /** What this side says of itself. */
  readonly greeting: Greeting
  readonly pool: ChunkPool
}
