/**
 * Turns TypeBox schemas into messages, enums and values: one case per kind, and a diagnostic for every other.
 *
 * Each schema file is built by its own `ValueBuilder`; names and models are shared through the registry.
 */

import type { DiagnosticCode, Place } from '../diagnostics.js'
import { isIdentifier, joinFullName, pascalCase } from '../names.js'
import { buildEnum, isEnumLike } from './build-enums.js'
import { buildObject } from './build-objects.js'
import { buildScalar, scalar } from './build-scalars.js'
import { buildUnion, splitUnion } from './build-unions.js'
import {
  type BuildContext,
  type Builder,
  bareField,
  deprecationOf,
  literalSource,
  literalType,
  type Named,
  single,
  type Value,
} from './builder.js'
import type { EnumModel, MessageBody, MessageModel, Rule, ValueType } from './model.js'
import { listRules, noRules, type RuleProblem, sizeRules } from './rules.js'
import {
  canonicalText,
  identityOf,
  isSchema,
  kindOf,
  listOf,
  type Schema,
  textOf,
} from './schema.js'
import { child, placeOf, type Site } from './site.js'
import { refusalOf } from './unsupported.js'

export class ValueBuilder implements Builder {
  readonly context: BuildContext
  readonly file: string
  /** What this file owns, in the order of discovery. */
  readonly messages: MessageModel[] = []
  readonly enums: EnumModel[] = []
  /** Builders of the other files, for schemas that those own. */
  readonly #peers: ReadonlyMap<string, ValueBuilder>

  constructor(context: BuildContext, file: string, peers: ReadonlyMap<string, ValueBuilder>) {
    this.context = context
    this.file = file
    this.#peers = peers
  }

  report(code: DiagnosticCode, site: Site, message: string, remedy: string): void {
    const place = placeOf(this.context.sources, site)
    this.context.diagnostics.add({ code, path: site.path, message, remedy, place })
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
        return this.#list(schema, site)
      case 'Record':
        return this.#map(schema, site)
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

  #list(schema: Schema, site: Site): Value | undefined {
    const { rules, problems } = listRules(schema)
    this.reportRules(site, problems)
    const node = this.context.sources.element(site.node, 'Array')
    const inner = child(site, '[]', site.hint, node)
    const item = this.value(schema.items, inner)
    if (item === undefined || !this.#checkItem(item, inner)) return undefined
    const { type, rules: itemRules } = this.#asItem(item, inner, 'Item')
    return { ...single(type, itemRules), shape: 'list', listRules: rules }
  }

  #map(schema: Schema, site: Site): Value | undefined {
    const entries = isSchema(schema.patternProperties)
      ? Object.entries(schema.patternProperties)
      : []
    const [pattern, item] = entries[0] ?? []
    if (
      pattern === undefined ||
      entries.length !== 1 ||
      (pattern !== stringKey && pattern !== integerKey)
    ) {
      this.report(
        'GEN_UNSUPPORTED_TYPE',
        site,
        "a record's keys are strings or integers; this one restricts them with a pattern",
        'Use Type.Record(Type.String(), …) and check the keys in the handler, or Type.Object for known keys.',
      )
      return undefined
    }
    if (
      schema.additionalProperties !== undefined &&
      typeof schema.additionalProperties !== 'boolean'
    ) {
      this.reportAdditional(site)
    }
    const { rules, problems } = sizeRules(schema)
    this.reportRules(site, problems)
    const node = this.context.sources.element(site.node, 'Record')
    const inner = child(site, '[]', site.hint, node)
    const value = this.value(item, inner)
    if (value === undefined || !this.#checkItem(value, inner)) return undefined
    const isPlainJson = value.type.kind === 'json' && value.shape === 'single'
    if (isPlainJson && pattern === stringKey) return single({ kind: 'jsonObject' }, rules)
    const { type, rules: itemRules } = this.#asItem(value, inner, 'Value')
    const mapKey = pattern === stringKey ? 'string' : 'int64'
    return { ...single(type, itemRules), shape: 'map', mapKey, listRules: rules }
  }

  #checkItem(item: Value, site: Site): boolean {
    if (item.constant === undefined) return true
    this.report(
      'GEN_UNSUPPORTED_TYPE',
      site,
      'a list or record of nothing but null says only how many there are',
      'Send the count as Type.Integer({ minimum: 0 }).',
    )
    return false
  }

  reportAdditional(site: Site): void {
    this.report(
      'GEN_UNSUPPORTED_TYPE',
      site,
      'additionalProperties with a schema is not supported because a message has a fixed set of fields',
      'Put the open part into a property of type Type.Record(Type.String(), …).',
    )
  }

  /** Items of lists and values of maps cannot be absent, null, lists or maps themselves: a message goes in between. */
  #asItem(value: Value, site: Site, suffix: string): { type: ValueType; rules: readonly Rule[] } {
    if (value.shape === 'single' && !value.isNullable)
      return { type: value.type, rules: value.rules }
    const ending = value.shape === 'list' ? 'List' : value.shape === 'map' ? 'Map' : suffix
    return { type: this.wrap(value, { ...site, hint: site.hint + ending }, 'items'), rules: [] }
  }

  /**
   * A message around a single value.
   *
   * Lists of lists want the same name more than once; what is inside is built first and has the shorter one.
   */
  wrap(inner: Value, site: Site, protoName: string): ValueType {
    const value = this.#presentable(inner, site)
    let hint = site.hint
    while (this.#isTaken(hint)) hint += wrapperEnding(value)
    const named = this.#name(hint, undefined, site, false)
    const isSingle = value.shape === 'single'
    const bare = bareField(value, site, named.place)
    const field = { ...bare, protoName: isSingle ? 'value' : protoName }
    return { kind: 'message', message: this.#add(named, { shape: 'wrapper', field }) }
  }

  #isTaken(name: string): boolean {
    return [...this.messages, ...this.enums].some((model) => model.name === name)
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
    return this.#add(this.#name(site.hint, undefined, site, true), { shape: 'wrapper', field })
  }

  /** A method's request or response that is not an object: a public message with a single field. */
  addWrapper(site: Site, value: Value): MessageModel {
    const field = bareField(
      this.#presentable(value, site),
      site,
      placeOf(this.context.sources, site),
    )
    return this.#add(this.#name(site.hint, undefined, site, true), { shape: 'wrapper', field })
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
    const known = this.known(schema)
    if (known !== undefined)
      return 'body' in known ? single({ kind: 'message', message: known }) : undefined
    const owner = this.ownerOf(schema)
    if (owner !== this) return owner.value(schema, site)
    const named = this.nameOf(schema, site)
    if (named === undefined) return undefined
    const twin = this.#twin(schema, named, site)
    if (twin !== undefined)
      return twin === 'clash' ? undefined : single({ kind: 'message', message: twin })
    // Known before its body is, so that it may contain itself.
    const message = this.#add(named, emptyBody)
    this.#remember(schema, named, message)
    const body = build(message)
    if (body !== undefined) message.body = body
    return single({ kind: 'message', message })
  }

  /** The builder of the schema file that exports a schema. */
  ownerOf(schema: Schema): ValueBuilder {
    const file = this.context.registry.exportOf(schema)?.file
    return (file === undefined ? undefined : this.#peers.get(file)) ?? this
  }

  known(schema: Schema): MessageModel | EnumModel | undefined {
    return this.context.registry.modelOf(this.#identity(schema))
  }

  /** Schemas of ordinary modules become messages of each file that uses them. */
  #identity(schema: Schema): object {
    const identity = identityOf(schema)
    return this.ownerOf(schema) === this &&
      this.context.registry.exportOf(schema)?.file === undefined
      ? this.#localIdentity(identity)
      : identity
  }

  readonly #localIdentities = new Map<object, object>()

  #localIdentity(identity: object): object {
    const known = this.#localIdentities.get(identity)
    if (known !== undefined) return known
    const local = {}
    this.#localIdentities.set(identity, local)
    return local
  }

  /** `$id`, else the name it is exported under, else one made from where it stands. */
  nameOf(schema: Schema, site: Site): Named | undefined {
    const exported = this.context.registry.exportOf(schema)
    const id = textOf(schema.$id)
    const isDefinition = id !== undefined && Object.hasOwn(site.definitions.schemas, id)
    if (id !== undefined && !isDefinition && !isIdentifier(id)) {
      this.report(
        'GEN_BAD_NAME',
        site,
        `$id names the message, so '${id}' must be letters and digits`,
        `Write $id: '${pascalCase(id) || 'Message'}'.`,
      )
      return undefined
    }
    const chosen = isDefinition || id === undefined ? (exported?.name ?? site.hint) : id
    const named = this.#name(pascalCase(chosen), schema, site, true)
    return exported?.doc === undefined || named.doc !== undefined
      ? named
      : { ...named, doc: exported.doc }
  }

  #name(name: string, schema: Schema | undefined, site: Site, isPublic: boolean): Named {
    const deprecated = schema === undefined ? undefined : deprecationOf(schema)
    return {
      name,
      fullName: joinFullName(this.context.packages.get(this.file) ?? '', name),
      file: this.file,
      isPublic,
      doc: textOf(schema?.description),
      deprecated,
      path: site.path,
      place: placeOf(this.context.sources, site),
      was: textOf(schema?.was),
    }
  }

  /** A second schema of one name is welcome if it means the same. */
  #twin(schema: Schema, named: Named, site: Site): MessageModel | 'clash' | undefined {
    const holder = this.context.registry.holderOf(named.fullName)
    if (holder === undefined) return undefined
    if (holder.meaning === canonicalText(schema) && 'body' in holder.model) return holder.model
    this.reportNameTaken(named, holder, site)
    return 'clash'
  }

  reportNameTaken(
    named: Named,
    holder: { path: string; place: Place | undefined },
    site: Site,
  ): void {
    const where = holder.place === undefined ? '' : ` (line ${holder.place.line})`
    this.report(
      'GEN_NAME_TAKEN',
      site,
      `the name ${named.fullName} already belongs to ${holder.path}${where}, which is different`,
      "Give one of them a name of its own with $id, for example { $id: 'Other' }.",
    )
  }

  #remember(schema: Schema, named: Named, model: MessageModel | EnumModel): void {
    this.context.registry.setModel(this.#identity(schema), model)
    const { path, place } = named
    this.context.registry.hold(named.fullName, {
      meaning: canonicalText(schema),
      path,
      place,
      model,
    })
  }

  #add(named: Named, body: MessageBody): MessageModel {
    const message: MessageModel = { ...named, body }
    this.messages.push(message)
    return message
  }

  /** Registers an enum; an equal one of the same name is used again. */
  addEnum(schema: Schema, site: Site, make: (named: Named) => EnumModel): EnumModel | undefined {
    const known = this.known(schema)
    if (known !== undefined && 'values' in known) return known
    const owner = this.ownerOf(schema)
    if (owner !== this) return owner.addEnum(schema, site, make)
    const named = this.nameOf(schema, site)
    if (named === undefined) return undefined
    const holder = this.context.registry.holderOf(named.fullName)
    if (holder !== undefined) {
      if (holder.meaning === canonicalText(schema) && 'values' in holder.model) return holder.model
      this.reportNameTaken(named, holder, site)
      return undefined
    }
    const model = make(named)
    this.enums.push(model)
    this.#remember(schema, named, model)
    return model
  }
}

function wrapperEnding({ shape }: Value): string {
  if (shape === 'single') return 'Value'
  return shape === 'list' ? 'List' : 'Map'
}

const stringKey = '^.*$'
const integerKey = '^-?(?:0|[1-9][0-9]*)$'

const emptyBody: MessageBody = { shape: 'object', members: [], closed: false, rules: [] }

/** Stands in for the type of constants, which never reach the wire. */
const emptyType: ValueType = { kind: 'json' }

function isBooleanPair(schemas: readonly Schema[]): boolean {
  return schemas.length === 2 && schemas.every((one) => typeof one.const === 'boolean')
}
