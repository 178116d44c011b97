/** The messages and enums that one schema file owns: what they are called, and which schema each came from. */

import { isIdentifier, joinFullName, pascalCase } from '../names.js'
import { type BuildContext, deprecationOf, type Named, reportAt } from './builder.js'
import type { EnumModel, MessageBody, MessageModel } from './model.js'
import { canonicalText, identityOf, type Schema, textOf } from './schema.js'
import { placeOf, type Site } from './site.js'

export class ModelStore {
  /** In the order of discovery, which is the order they are printed in. */
  readonly messages: MessageModel[] = []
  readonly enums: EnumModel[] = []
  readonly #context: BuildContext
  readonly #file: string
  readonly #localIdentities = new Map<object, object>()

  constructor(context: BuildContext, file: string) {
    this.#context = context
    this.#file = file
  }

  known(schema: Schema): MessageModel | EnumModel | undefined {
    return this.#context.registry.modelOf(this.#identity(schema))
  }

  /** Schemas of ordinary modules become messages of each file that uses them. */
  #identity(schema: Schema): object {
    const identity = identityOf(schema)
    if (this.#context.registry.exportOf(schema)?.file !== undefined) return identity
    const known = this.#localIdentities.get(identity)
    if (known !== undefined) return known
    const local = {}
    this.#localIdentities.set(identity, local)
    return local
  }

  isTaken(name: string): boolean {
    return [...this.messages, ...this.enums].some((model) => model.name === name)
  }

  /** `$id`, else the constant that holds it, exported or not, else one made from where it stands. */
  nameOf(schema: Schema, site: Site): Named | undefined {
    const exported = this.#context.registry.exportOf(schema)
    const id = textOf(schema.$id)
    const isDefinition = id !== undefined && Object.hasOwn(site.definitions.schemas, id)
    if (id !== undefined && !isDefinition && !isIdentifier(id)) {
      reportAt(
        this.#context,
        'GEN_BAD_NAME',
        site,
        `$id names the message, so '${id}' must be letters and digits`,
        `Write $id: '${pascalCase(id) || 'Message'}'.`,
      )
      return undefined
    }
    const own = isDefinition ? undefined : id
    const constant = exported?.name ?? this.#context.sources.nameOf(site.node)
    const name = pascalCase(own ?? constant ?? site.hint)
    const isOwnName = isDefinition || own !== undefined || constant !== undefined
    const named = { ...this.name(name, schema, site, true), isOwnName }
    return named.doc === undefined ? { ...named, doc: exported?.doc } : named
  }

  /** @param isPublic whether programs may use it; the rest stays inside the generated file */
  name(name: string, schema: Schema | undefined, site: Site, isPublic: boolean): Named {
    return {
      name,
      fullName: joinFullName(this.#context.packages.get(this.#file) ?? '', name),
      file: this.#file,
      isPublic,
      isOwnName: false,
      doc: textOf(schema?.description),
      deprecated: schema === undefined ? undefined : deprecationOf(schema),
      path: site.path,
      place: placeOf(this.#context.sources, site),
      was: textOf(schema?.was),
    }
  }

  /** A second schema of one name is welcome if it means the same. */
  findTwin(
    schema: Schema,
    named: Named,
    site: Site,
  ): MessageModel | EnumModel | 'clash' | undefined {
    const holder = this.#context.registry.holderOf(named.fullName)
    if (holder === undefined) return undefined
    if (canonicalText(holder.schema) === canonicalText(schema)) return holder.model
    const where = holder.place === undefined ? '' : ` (line ${holder.place.line})`
    reportAt(
      this.#context,
      'GEN_NAME_TAKEN',
      site,
      `the name ${named.fullName} already belongs to ${holder.path}${where}, which is different`,
      "Give one of them a name of its own with $id, for example { $id: 'Other' }.",
    )
    return 'clash'
  }

  /** @param schema what it was made from; a message around a single value has none */
  addMessage(named: Named, body: MessageBody, schema?: Schema): MessageModel {
    const { isOwnName, ...rest } = named
    const message: MessageModel = { ...rest, body }
    this.messages.push(message)
    if (schema !== undefined) this.#remember(schema, message, isOwnName)
    return message
  }

  addEnum(model: EnumModel, schema: Schema, isOwnName: boolean): EnumModel {
    this.enums.push(model)
    this.#remember(schema, model, isOwnName)
    return model
  }

  /**
   * A schema without a name is not looked up again: its name, and with it its numbers in the lock file, would depend on
   * which of its uses comes first.
   */
  #remember(schema: Schema, model: MessageModel | EnumModel, isOwnName: boolean): void {
    const { registry } = this.#context
    const { path, place } = model
    if (isOwnName) registry.setModel(this.#identity(schema), model)
    registry.hold(model.fullName, { schema, path, place, model })
  }
}
