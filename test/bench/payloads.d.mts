/** What the TypeScript side needs of the payloads. */

import type { Order } from './gen/echo.js'

export const text: string
export const record: Order
