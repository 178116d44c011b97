/** Generated types are TypeBox's static types; compiled with the project and never run. */

import type { Static } from 'typebox'
import { expectTypeOf } from 'vitest'
import type * as gen from '../golden/codegen/kinds/gen/kinds.js'
import type * as schema from '../golden/codegen/kinds/kinds.schema.js'
import type { Money } from '../golden/codegen/shared/gen/money.js'
import type { Money as MoneySchema } from '../golden/codegen/shared/money.schema.js'

expectTypeOf<gen.Scalars>().toEqualTypeOf<Static<typeof schema.Scalars>>()
expectTypeOf<gen.Optionals>().toEqualTypeOf<Static<typeof schema.Optionals>>()
expectTypeOf<gen.Lists>().toEqualTypeOf<Static<typeof schema.Lists>>()
expectTypeOf<gen.Color>().toEqualTypeOf<Static<typeof schema.Color>>()
expectTypeOf<gen.Level>().toEqualTypeOf<Static<typeof schema.Level>>()
expectTypeOf<gen.Enums>().toEqualTypeOf<Static<typeof schema.Enums>>()
expectTypeOf<gen.Maps>().toEqualTypeOf<Static<typeof schema.Maps>>()
expectTypeOf<gen.Shape>().toEqualTypeOf<Static<typeof schema.Shape>>()
expectTypeOf<gen.Scalar>().toEqualTypeOf<Static<typeof schema.Scalar>>()
expectTypeOf<gen.Point>().toEqualTypeOf<Static<typeof schema.Point>>()
expectTypeOf<gen.Unions>().toEqualTypeOf<Static<typeof schema.Unions>>()
expectTypeOf<gen.Rules>().toEqualTypeOf<Static<typeof schema.Rules>>()
expectTypeOf<Money>().toEqualTypeOf<Static<typeof MoneySchema>>()
// Not `toEqualTypeOf`: it cannot compare recursive types. `Type.Any` becomes unknown, which is stricter.
expectTypeOf<gen.Tree>().toExtend<Static<typeof schema.Tree>>()
expectTypeOf<Static<typeof schema.Tree>>().toExtend<gen.Tree>()
expectTypeOf<gen.Nested>().toExtend<Static<typeof schema.Nested>>()
expectTypeOf<Static<typeof schema.Nested>>().toExtend<gen.Nested>()

declare const failure: gen.KindsUnionsError
if (failure.reason === 'NoSuchShape') expectTypeOf(failure.data).toEqualTypeOf<gen.NoSuchShape>()
else if (failure.reason === 'TooLarge') expectTypeOf(failure.data).toEqualTypeOf<gen.TooLarge>()
else expectTypeOf(failure.reason).toEqualTypeOf<undefined>()

declare const client: gen.KindsClient
declare const outcome: Awaited<ReturnType<typeof client.enums.safe>>
if (outcome.ok) expectTypeOf(outcome.value).toEqualTypeOf<gen.Enums>()
else expectTypeOf(outcome.error).toEqualTypeOf<gen.KindsEnumsError>()
expectTypeOf(client.scalars).parameter(0).toEqualTypeOf<gen.Scalars>()
expectTypeOf(client.scalars).returns.resolves.toEqualTypeOf<gen.Optionals>()
expectTypeOf(client.lists).returns.toExtend<AsyncIterable<gen.Lists>>()
expectTypeOf(client.text).parameter(0).toEqualTypeOf<string>()
expectTypeOf(client.text).returns.resolves.toEqualTypeOf<string | null>()
