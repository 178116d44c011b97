/** Counts the handlers of a server or channel, over all its connections. */

import type { HandlerStats } from '../stats.js'

export class HandlerGauge implements HandlerStats {
  started = 0
  running = 0
  overtime = 0
  stuck = 0
}
