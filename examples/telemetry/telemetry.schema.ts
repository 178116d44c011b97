import { rpc, service, stream, timestamp } from 'trunkline/schema'
import Type from 'typebox'

const DeviceName = Type.String({ minLength: 1, maxLength: 40, pattern: '^[\\w-]+$' })

/** What a greenhouse measures. */
export const Reading = Type.Object({
  device: DeviceName,
  celsius: Type.Number(),
  isVentOpen: Type.Boolean(),
  takenAt: timestamp(),
})

/** Everything as it is now. */
export const Snapshot = Type.Object({
  /** How many readings the server has taken in since it started. */
  taken: Type.Integer({ minimum: 0 }),
  latest: Type.Array(Reading),
})

/** Served by the server. */
export const Telemetry = service('telemetry.v1.Telemetry', {
  /** Readings for as long as a device runs. */
  report: rpc(stream(Reading), Type.Object({ taken: Type.Integer() })),
  /** A snapshot for each request, as soon as there is news since the last: nobody is sent more than they ask for. */
  watch: rpc(stream(Type.Object({})), stream(Snapshot)),
  /** Opens or closes the vents of all devices. */
  ventAll: rpc(
    Type.Object({ open: Type.Boolean() }),
    Type.Object({ done: Type.Integer(), failed: Type.Integer() }),
    { idempotent: true, timeout: '2s' },
  ),
})

/** Served by each device, over the connection that it has dialled. */
export const Controller = service('telemetry.v1.Controller', {
  setVent: rpc(Type.Object({ open: Type.Boolean() }), Type.Object({}), {
    idempotent: true,
    timeout: '1s',
  }),
})
