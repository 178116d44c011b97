/** Where in the schemas the builder is, in the author's terms and in the author's source. */

import type { Place } from '../diagnostics.js'
import type { SourceNode, Sources } from '../typescript.js'
import type { Schema } from './schema.js'

export interface Site {
  /** `Chat.send request.author.tags[]` */
  readonly path: string
  readonly node: SourceNode | undefined
  /** What to call a message found here, unless it has a name of its own. */
  readonly hint: string
  /** Definitions that a Ref may name. */
  readonly definitions: Definitions
}

export interface Definitions {
  readonly schemas: Readonly<Record<string, unknown>>
  /** Where the definitions are written. */
  readonly node: SourceNode | undefined
  /** The definition that stands for the whole, and the name of the whole. */
  readonly root: { readonly key: string; readonly schema: Schema } | undefined
}

export const noDefinitions: Definitions = { schemas: {}, node: undefined, root: undefined }

export function placeOf(sources: Sources, site: Site): Place | undefined {
  return sources.placeOf(sources.resolve(site.node) ?? site.node)
}

export function child(site: Site, part: string, hint: string, node: SourceNode | undefined): Site {
  return {
    path: part.startsWith('[') ? site.path + part : `${site.path}.${part}`,
    node: node ?? site.node,
    hint,
    definitions: site.definitions,
  }
}

export function topSite(path: string, hint: string, node: SourceNode | undefined): Site {
  return { path, hint, node, definitions: noDefinitions }
}
