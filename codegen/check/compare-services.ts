/** Compares two versions of a service: its methods, what they take and give, and how they can fail. */

import { own } from '../lock/lock-file.js'
import type { Changes } from './changes.js'
import type { ChangeKind } from './kinds.js'
import { type MethodState, type ServiceState, streams } from './state.js'

type Pair = (before: string, after: string) => boolean

export function compareService(
  before: ServiceState,
  after: ServiceState,
  changes: Changes,
  pair: Pair,
): void {
  const subject = { path: after.name, place: after.place }
  if (!before.deprecated && after.deprecated)
    changes.add('service-deprecated', subject, 'the service is now deprecated')
  if (before.deprecated && !after.deprecated)
    changes.add('service-undeprecated', subject, 'the service is no longer deprecated')
  for (const [name, method] of Object.entries(after.methods)) {
    const former = own(before.methods, name)
    if (former !== undefined) compareMethod(former, method, changes, pair)
    else
      changes.add('method-added', { path: method.name, place: method.place }, 'the method is new')
  }
  for (const name of Object.keys(before.methods)) {
    if (own(after.methods, name) !== undefined) continue
    const gone = { path: `${after.name}/${name}`, place: after.place }
    changes.add('method-removed', gone, 'the method is gone')
  }
}

function compareMethod(
  before: MethodState,
  after: MethodState,
  changes: Changes,
  pair: Pair,
): void {
  const subject = { path: after.name, place: after.place }
  const report = (kind: ChangeKind, message: string) => changes.add(kind, subject, message)
  compareKinds(before, after, report)
  for (const part of ['request', 'response'] as const) {
    pair(before[part], after[part])
    if (before[part] === after[part]) continue
    report(
      `method-${part}-type-renamed`,
      `its ${part} was ${before[part]} and is now ${after[part]}`,
    )
  }
  compareOptions(before, after, report)
  compareErrors(before, after, changes, pair)
}

type Report = (kind: ChangeKind, message: string) => void

function compareKinds(before: MethodState, after: MethodState, report: Report): void {
  if (before.kind === after.kind) return
  if (after.kind === 'oneway') report('method-became-oneway', 'nobody answers it any more')
  if (before.kind === 'oneway') report('method-no-longer-oneway', 'it is answered now')
  const [old, now] = [streams(before.kind), streams(after.kind)]
  const parts = ['request', 'response'] as const
  parts.forEach((part, index) => {
    if (old[index] === now[index]) return
    if (now[index] === true) report(`method-${part}-became-stream`, `its ${part} is now a stream`)
    else report(`method-${part}-no-longer-stream`, `its ${part} is no longer a stream`)
  })
}

function compareOptions(before: MethodState, after: MethodState, report: Report): void {
  const [old, now] = [before.options, after.options]
  if (old === undefined || now === undefined) return
  if (!old.idempotent && now.idempotent) report('method-made-idempotent', 'it may now be repeated')
  if (old.idempotent && !now.idempotent)
    report('method-no-longer-idempotent', 'it may no longer be repeated')
  if (!old.deprecated && now.deprecated) report('method-deprecated', 'it is now deprecated')
  if (old.deprecated && !now.deprecated) report('method-undeprecated', 'it is no longer deprecated')
  const [from, to] = [old.timeoutMs, now.timeoutMs]
  if (from === to) return
  if (from === undefined) report('timeout-set', `its timeout is now ${to} ms`)
  else if (to === undefined) report('timeout-dropped', `its timeout of ${from} ms is gone`)
  else
    report(
      to < from ? 'timeout-shortened' : 'timeout-lengthened',
      `its timeout was ${from} ms and is now ${to} ms`,
    )
}

function compareErrors(
  before: MethodState,
  after: MethodState,
  changes: Changes,
  pair: Pair,
): void {
  const [old, now] = [before.options?.errors, after.options?.errors]
  if (old === undefined || now === undefined) return
  const at = (reason: string) => ({ path: `${after.name} ${reason}`, place: after.place })
  for (const [reason, { code, data }] of Object.entries(now)) {
    const former = own(old, reason)
    if (former === undefined) {
      changes.add('error-added', at(reason), 'the error is new')
      continue
    }
    pair(former.data, data)
    if (former.code !== code) {
      const message = `its code was ${former.code} and is now ${code}`
      changes.add('error-code-changed', at(reason), message)
    }
    if (former.data !== data) {
      const message = `its data were ${former.data} and are now ${data}`
      changes.add('error-data-type-renamed', at(reason), message)
    }
  }
  for (const reason of Object.keys(old)) {
    if (own(now, reason) === undefined)
      changes.add('error-removed', at(reason), 'the error is gone')
  }
}
