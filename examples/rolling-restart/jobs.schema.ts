import { rpc, service } from 'trunkline/schema'
import Type from 'typebox'

export const Jobs = service('jobs.v1.Jobs', {
  /** Works for a while. Not idempotent: whatever is restarted, no job is done twice. */
  run: rpc(
    Type.Object({ ms: Type.Integer({ minimum: 0, maximum: 1000 }) }),
    Type.Object({ server: Type.String() }),
    { timeout: '5s' },
  ),
})
