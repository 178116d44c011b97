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

  /** `$id`, else the name it is exported under, else one made from where it stands. */
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
    const chosen = isDefinition || id === undefined ? (exported?.name ?? site.hint) : id
    const named = this.name(pascalCase(chosen), schema, site, true)
    return named.doc === undefined ? { ...named, doc: exported?.doc } : named
  }

  /** @param isPublic whether programs may use it; the rest stays inside the generated file */
  name(name: string, schema: Schema | undefined, site: Site, isPublic: boolean): Named {
    return {
      name,
      fullName: joinFullName(this.#context.packages.get(this.#file) ?? '', name),
      file: this.#file,
      isPublic,
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
    if (holder.meaning === canonicalText(schema)) return holder.model
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

  /** @param schema what it was made from; a message without one is never looked up again */
  addMessage(named: Named, body: MessageBody, schema?: Schema): MessageModel {
    const message: MessageModel = { ...named, body }
    this.messages.push(message)
    if (schema !== undefined) this.#remember(schema, message)
    return message
  }

  addEnum(model: EnumModel, schema: Schema): EnumModel {
    this.enums.push(model)
    this.#remember(schema, model)
    return model
  }

  #remember(schema: Schema, model: MessageModel | EnumModel): void {
    const { registry } = this.#context
    const { path, place } = model
    registry.setModel(this.#identity(schema), model)
    registry.hold(model.fullName, { meaning: canonicalText(schema), path, place, model })
  }
}
