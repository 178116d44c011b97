import { rpc, service } from 'trunkline/schema'
import Type from 'typebox'

/** The text of echo.schema.ts under rules, which both sides check. */
export const CheckedText = Type.Object({
  text: Type.String({ minLength: 1, maxLength: 100 }),
})

export const CheckedEcho = service('echo.v1.CheckedEcho', {
  echo: rpc(CheckedText, CheckedText, { idempotent: true }),
})
