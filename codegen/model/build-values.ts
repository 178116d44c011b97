/**
 * Turns TypeBox schemas into messages, enums and values: one case per kind, and a diagnostic for every other.
 *
 * Each schema file is built by its own `ValueBuilder`; names and models are shared through the registry.
 */

import type { DiagnosticCode } from '../diagnostics.js'
import { pascalCase } from '../names.js'
import { buildList, buildMap } from './build-collections.js'
import { buildEnum, isEnumLike } from './build-enums.js'
import { buildObject } from './build-objects.js'
import { buildScalar, scalar } from './build-scalars.js'
import { buildUnion, splitUnion } from './build-unions.js'
import {
  type BuildContext,
  type Builder,
  bareField,
  literalSource,
  literalType,
  type Named,
  reportAt,
  single,
  type Value,
} from './builder.js'
import type { EnumModel, MessageBody, MessageModel, Rule, ValueType } from './model.js'
import { ModelStore } from './model-store.js'
import { noRules, type RuleProblem } from './rules.js'
import { isSchema, kindOf, listOf, type Schema } from './schema.js'
import { placeOf, type Site } from './site.js'
import { refusalOf } from './unsupported.js'

export class ValueBuilder implements Builder {
  readonly context: BuildContext
  readonly file: string
  /** What this file owns. */
  readonly store: ModelStore
  /** Builders of the other files, for schemas that those own. */
  readonly #peers: ReadonlyMap<string, ValueBuilder>

  constructor(context: BuildContext, file: string, peers: ReadonlyMap<string, ValueBuilder>) {
    this.context = context
    this.file = file
    this.store = new ModelStore(context, file)
    this.#peers = peers
  }

  report(code: DiagnosticCode, site: Site, message: string, remedy: string): void {
    reportAt(this.context, code, site, message, remedy)
  }

  reportRules(site: Site, problems: readonly RuleProblem[]): void {
    for (const { code, message, remedy } of problems) this.report(code, site, message, remedy)
  }

  /** What a schema comes to; undefined after reporting why it comes to nothing. */
  value(schema: unknown, site: Site): Value | undefined {
    if (!isSchema(schema)) {
      this.report(
        'GEN_NO_KIND',
        site,
        'this is not a TypeBox schema',
        'Use a schema made with Type.',
      )
      return undefined
    }
    const kind = kindOf(schema)
    if (kind === undefined) {
      this.report(
        'GEN_NO_KIND',
        site,
        'this schema does not say what kind it is: it is plain JSON Schema, or a copy made by spreading',
        'Make it with Type, and change it with Type.With, Type.Partial and the like instead of spreading.',
      )
      return undefined
    }
    if (!this.#checkRefinement(schema, site)) return undefined
    const built = buildScalar(kind, schema)
    if (built !== undefined) {
      this.reportRules(site, built.problems)
      return single(built.type, built.rules)
    }
    return this.#structure(kind, schema, site)
  }

  /** A function cannot be printed; the vocabulary's own refinements only repeat what the codec does. */
  #checkRefinement(schema: Schema, site: Site): boolean {
    const refinements = listOf(schema['~refine']).length
    const own = schema.proto === 'bytes' || schema.proto === 'timestamp' ? 1 : 0
    if (refinements <= own) return true
    this.report(
      'GEN_UNSUPPORTED_RULE',
      site,
      'Type.Refine is not supported because its function exists only where the schema is imported',
      'Express the rule with keywords such as minimum or pattern, or check it in the handler.',
    )
    return false
  }

  #structure(kind: string, schema: Schema, site: Site): Value | undefined {
    switch (kind) {
      case 'Literal':
        return this.#literal(schema, site)
      case 'Null':
        return { ...single(emptyType), constant: 'null' }
      case 'Unknown':
      case 'Any':
        return this.#withRules(single({ kind: 'json' }), schema, site)
      case 'Array':
        return buildList(this, schema, site)
      case 'Record':
        return buildMap(this, schema, site)
      case 'Enum':
        return buildEnum(this, schema, listOf(schema.enum), site)
      case 'Union':
        return this.#union(schema, site)
      case 'Object':
      case 'Tuple':
        return this.#message(schema, site, (message) =>
          buildObject(this, kind, schema, message, site),
        )
      case 'Cyclic':
        return this.#cyclic(schema, site)
      case 'Ref':
        return this.#ref(schema, site)
      default: {
        const { message, remedy } = refusalOf(kind)
        this.report('GEN_UNSUPPORTED_TYPE', site, message, remedy)
        return undefined
      }
    }
  }

  #withRules(value: Value, schema: Schema, site: Site): Value {
    this.reportRules(site, noRules(schema).problems)
    return value
  }

  #literal(schema: Schema, site: Site): Value | undefined {
    const literal = schema.const
    const source = literalSource(literal)
    const type = literalType(literal, source)
    if (type !== undefined) {
      const rule: Rule = {
        keyword: 'const',
        limit: source,
        text: `must be ${source}`,
        guaranteed: false,
      }
      return single(type, [rule])
    }
    // An enum of one can become an enum of two.
    return buildEnum(this, schema, [literal], site)
  }

  /**
   * A message around a single value.
   *
   * Lists of lists want the same name more than once; what is inside is built first and has the shorter one.
   */
  wrap(inner: Value, site: Site, protoName: string): ValueType {
    const value = this.#presentable(inner, site)
    let hint = site.hint
    while (this.store.isTaken(hint)) hint += wrapperEnding(value)
    const named = this.store.name(hint, undefined, site, false)
    const isSingle = value.shape === 'single'
    const bare = bareField(value, site, named.place)
    const field = { ...bare, protoName: isSingle ? 'value' : protoName }
    return { kind: 'message', message: this.store.addMessage(named, { shape: 'wrapper', field }) }
  }

  /** Lists and maps have no presence in protobuf: one that may be null goes into a message that has. */
  #presentable(value: Value, site: Site): Value {
    if (!value.isNullable || value.shape === 'single') return value
    const hint = site.hint + wrapperEnding(value)
    const type = this.wrap({ ...value, isNullable: false }, { ...site, hint }, 'items')
    return { ...single(type), isNullable: true }
  }

  /** A method's request or response with one possible value: a public message without fields. */
  addConstant(site: Site, literal: string): MessageModel {
    const field = {
      member: 'constant',
      key: '',
      literal,
      doc: undefined,
      deprecated: undefined,
    } as const
    return this.store.addMessage(this.store.name(site.hint, undefined, site, true), {
      shape: 'wrapper',
      field,
    })
  }

  /** A method's request or response that is not an object: a public message with a single field. */
  addWrapper(site: Site, value: Value): MessageModel {
    const field = bareField(
      this.#presentable(value, site),
      site,
      placeOf(this.context.sources, site),
    )
    return this.store.addMessage(this.store.name(site.hint, undefined, site, true), {
      shape: 'wrapper',
      field,
    })
  }

  #union(schema: Schema, site: Site): Value | undefined {
    const split = splitUnion(schema, site, this.context.sources)
    this.reportRules(site, noRules(schema).problems)
    const [only, ...others] = split.members
    if (only === undefined) return { ...single(emptyType), constant: 'null' }
    let value: Value | undefined
    if (others.length === 0) value = this.value(only.schema, only.site)
    else if (isBooleanPair(split.members.map((member) => member.schema)))
      value = single(scalar('bool', 'boolean'))
    else if (isEnumLike(split.members.map((member) => member.schema))) {
      const values = split.members.flatMap(({ schema }) =>
        kindOf(schema) === 'Enum' ? listOf(schema.enum) : [schema.const],
      )
      value = buildEnum(this, schema, values, site)
    } else {
      value = this.#message(schema, site, (message) =>
        buildUnion(this, split.members, message, site),
      )
    }
    return value === undefined
      ? undefined
      : { ...value, isNullable: value.isNullable || split.isNullable }
  }

  #cyclic(schema: Schema, site: Site): Value | undefined {
    const schemas = isSchema(schema.$defs) ? schema.$defs : {}
    const key = String(schema.$ref)
    const definitions = { schemas, node: site.node, root: { key, schema } }
    return this.#definition(key, { ...site, definitions })
  }

  #ref(schema: Schema, site: Site): Value | undefined {
    return this.#definition(String(schema.$ref), site)
  }

  #definition(key: string, site: Site): Value | undefined {
    const { schemas, node, root } = site.definitions
    const target = Object.hasOwn(schemas, key) ? schemas[key] : undefined
    if (!isSchema(target)) {
      this.report(
        'GEN_UNSUPPORTED_TYPE',
        site,
        `Type.Ref('${key}') names nothing: there is no definition of that name around it`,
        'Put the schema itself here, or define it in Type.Cyclic or Type.Module.',
      )
      return undefined
    }
    const name = root?.key === key ? this.context.registry.exportOf(root.schema)?.name : undefined
    return this.value(target, {
      ...site,
      node: this.context.sources.property(node, key) ?? site.node,
      hint: name ?? pascalCase(key),
    })
  }

  /** A message of its own for a schema, made once however often the schema is used. */
  #message(
    schema: Schema,
    site: Site,
    build: (message: MessageModel) => MessageBody | undefined,
  ): Value | undefined {
    const known = this.store.known(schema)
    if (known !== undefined) return 'body' in known ? messageValue(known) : undefined
    const owner = this.ownerOf(schema)
    if (owner !== this) return owner.value(schema, site)
    const named = this.store.nameOf(schema, site)
    if (named === undefined) return undefined
    const twin = this.store.findTwin(schema, named, site)
    if (twin === 'clash') return undefined
    if (twin !== undefined) return 'body' in twin ? messageValue(twin) : undefined
    // Known before its body is, so that it may contain itself.
    const message = this.store.addMessage(named, emptyBody, schema)
    const body = build(message)
    if (body !== undefined) message.body = body
    return messageValue(message)
  }

  /** The builder of the schema file that exports a schema. */
  ownerOf(schema: Schema): ValueBuilder {
    const file = this.context.registry.exportOf(schema)?.file
    if (file === undefined) return this
    const owner = this.#peers.get(file)
    if (owner === undefined) this.context.strays.add(file)
    return owner ?? this
  }

  /** Registers an enum; an equal one of the same name is used again. */
  addEnum(schema: Schema, site: Site, make: (named: Named) => EnumModel): EnumModel | undefined {
    const known = this.store.known(schema)
    if (known !== undefined) return 'values' in known ? known : undefined
    const owner = this.ownerOf(schema)
    if (owner !== this) return owner.addEnum(schema, site, make)
    const named = this.store.nameOf(schema, site)
    if (named === undefined) return undefined
    const twin = this.store.findTwin(schema, named, site)
    if (twin === 'clash') return undefined
    if (twin !== undefined) return 'values' in twin ? twin : undefined
    return this.store.addEnum(make(named), schema, named.isOwnName)
  }
}

function messageValue(message: MessageModel): Value {
  return single({ kind: 'message', message })
}

function wrapperEnding({ shape }: Value): string {
  if (shape === 'single') return 'Value'
  return shape === 'list' ? 'List' : 'Map'
}

const emptyBody: MessageBody = { shape: 'object', members: [], closed: false, rules: [] }

/** Stands in for the type of constants, which never reach the wire. */
const emptyType: ValueType = { kind: 'json' }

function isBooleanPair(schemas: readonly Schema[]): boolean {
  return schemas.length === 2 && schemas.every((one) => typeof one.const === 'boolean')
}
