/** Compares two states of a project: services first, then what they send. */

import { splitFullName } from '../names.js'
import { type Change, Changes, type Travels, travelsOf } from './changes.js'
import { compareEnum } from './compare-enums.js'
import { compareMessage } from './compare-messages.js'
import { compareService } from './compare-services.js'
import type { EnumState, MessageState, ServiceState, State } from './state.js'

export function compareStates(before: State, after: State): readonly Change[] {
  return new Comparison(before, after).run()
}

class Comparison {
  readonly #before: State
  readonly #after: State
  readonly #changes = new Changes()
  readonly #oldTravels: ReadonlyMap<string, Travels>
  readonly #newTravels: ReadonlyMap<string, Travels>
  /** Types that stand for each other, by both names; the list grows while it is walked. */
  readonly #pairs = new Map<string, readonly [before: string, after: string]>()

  constructor(before: State, after: State) {
    this.#before = before
    this.#after = after
    this.#oldTravels = travelsOf(before)
    this.#newTravels = travelsOf(after)
  }

  run(): readonly Change[] {
    this.#services()
    this.#pairByName(this.#before.messages, this.#after.messages)
    this.#pairByName(this.#before.enums, this.#after.enums)
    for (const [before, after] of this.#pairs.values()) this.#comparePair(before, after)
    this.#lonely()
    return this.#changes.all
  }

  readonly #pair = (before: string, after: string): boolean => {
    const areMessages = this.#before.messages.has(before) && this.#after.messages.has(after)
    const areEnums = this.#before.enums.has(before) && this.#after.enums.has(after)
    if (!areMessages && !areEnums) return false
    this.#pairs.set(`${before} ${after}`, [before, after])
    return true
  }

  #services(): void {
    const [old, now] = [this.#before.services, this.#after.services]
    const gone = [...old.values()].filter((one) => !now.has(one.name))
    const added = [...now.values()].filter((one) => !old.has(one.name))
    for (const service of now.values()) {
      const former = old.get(service.name)
      if (former !== undefined) compareService(former, service, this.#changes, this.#pair)
    }
    for (const service of gone) {
      const heir = added.find((one) => isSameService(service, one))
      if (heir === undefined) {
        const subject = { path: service.name, place: undefined }
        this.#changes.add('service-removed', subject, 'the service is gone')
        continue
      }
      added.splice(added.indexOf(heir), 1)
      const subject = { path: heir.name, place: heir.place }
      this.#changes.add('service-renamed', subject, `the service was called ${service.name}`)
      compareService(service, heir, this.#changes, this.#pair)
    }
    for (const { name, place } of added)
      this.#changes.add('service-added', { path: name, place }, 'the service is new')
  }

  #pairByName<T extends { readonly name: string; readonly was: string | undefined }>(
    before: ReadonlyMap<string, T>,
    after: ReadonlyMap<string, T>,
  ): void {
    for (const { name, was } of after.values()) {
      if (before.has(name)) this.#pair(name, name)
      else if (was !== undefined && before.has(was)) this.#pair(was, name)
    }
  }

  #travels(before: string, after: string): Travels {
    const [old, now] = [this.#oldTravels.get(before), this.#newTravels.get(after)]
    if (old === undefined && now === undefined) return { asRequest: true, asResponse: true }
    return {
      asRequest: old?.asRequest === true || now?.asRequest === true,
      asResponse: old?.asResponse === true || now?.asResponse === true,
    }
  }

  #comparePair(before: string, after: string): void {
    const travels = this.#travels(before, after)
    const changes = this.#changes
    const [oldMessage, newMessage] = [
      this.#before.messages.get(before),
      this.#after.messages.get(after),
    ]
    if (oldMessage !== undefined && newMessage !== undefined) {
      this.#renamed('message', oldMessage, newMessage)
      compareMessage(oldMessage, newMessage, { changes, travels, pair: this.#pair })
    }
    const [oldEnum, newEnum] = [this.#before.enums.get(before), this.#after.enums.get(after)]
    if (oldEnum !== undefined && newEnum !== undefined) {
      this.#renamed('enum', oldEnum, newEnum)
      compareEnum(oldEnum, newEnum, changes, travels)
    }
  }

  #renamed(
    what: 'message' | 'enum',
    old: { readonly name: string },
    now: MessageState | EnumState,
  ): void {
    // A second type that stands in for one that is still there is not its new name.
    const [stillThere, wasThere] =
      what === 'message'
        ? [this.#after.messages.has(old.name), this.#before.messages.has(now.name)]
        : [this.#after.enums.has(old.name), this.#before.enums.has(now.name)]
    if (old.name === now.name || stillThere || wasThere) return
    const subject = { path: now.name, place: now.place }
    this.#changes.add(`${what}-renamed`, subject, `it was called ${old.name}`)
  }

  /** Types that nothing stands for on the other side. */
  #lonely(): void {
    const pairs = [...this.#pairs.values()]
    const oldNames = new Set(pairs.map(([before]) => before))
    const newNames = new Set(pairs.map(([, after]) => after))
    const parts = [
      ['message', this.#before.messages, this.#after.messages],
      ['enum', this.#before.enums, this.#after.enums],
    ] as const
    for (const [what, before, after] of parts) {
      for (const { name } of before.values()) {
        if (oldNames.has(name) || (what === 'message' && this.#isLocal(name))) continue
        this.#changes.add(`${what}-removed`, { path: name, place: undefined }, 'the type is gone')
      }
      for (const { name, place } of after.values()) {
        if (newNames.has(name)) continue
        this.#changes.add(`${what}-added`, { path: name, place }, 'the type is new')
      }
    }
  }

  /** No program can name it, so nobody misses it. */
  #isLocal(name: string): boolean {
    return this.#before.messages.get(name)?.isPublic === false
  }
}

/** A service under a new name, or in a new package, with the methods it had. */
function isSameService(old: ServiceState, now: ServiceState): boolean {
  const methods = (service: ServiceState) => Object.keys(service.methods).sort().join()
  const [from, to] = [splitFullName(old.name), splitFullName(now.name)]
  return methods(old) === methods(now) && (from.name === to.name || from.package === to.package)
}
