import { rpc, service } from 'trunkline/schema'
import Type from 'typebox'

const Account = Type.Object({ account: Type.String({ minLength: 1, maxLength: 40 }) })

/** What is in an account, in cents. */
export const Balance = Type.Object({ cents: Type.Integer() })

export const Caller = Type.Object({
  name: Type.String(),
  /** Of the certificate that the caller's program has shown. */
  program: Type.String(),
})

export const Ledger = service('ledger.v1.Ledger', {
  /** Whom the server takes the caller for. */
  whoAmI: rpc(Type.Object({}), Caller, { idempotent: true }),
  /** How much there is. */
  balance: rpc(Account, Balance, { idempotent: true }),
  /** Puts money in. For tellers only. */
  deposit: rpc(
    Type.Object({ ...Account.properties, cents: Type.Integer({ minimum: 1 }) }),
    Balance,
  ),
})
