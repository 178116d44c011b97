/** Tells handlers that their connection is about to end. Only those that ask, because most never do. */

export class DrainWatch {
  #reason: Error | undefined = undefined
  /** One for each call whose handler asked: a signal of the connection's would keep its listeners for as long as that. */
  #controllers: Set<AbortController> | undefined = undefined

  /** A controller that is aborted when the drain begins, or is now if it has begun. */
  watch(): AbortController {
    const controller = new AbortController()
    if (this.#reason !== undefined) controller.abort(this.#reason)
    else {
      this.#controllers ??= new Set()
      this.#controllers.add(controller)
    }
    return controller
  }

  /** The handler has settled. */
  unwatch(controller: AbortController): void {
    this.#controllers?.delete(controller)
  }

  begin(reason: Error): void {
    if (this.#reason !== undefined) return
    this.#reason = reason
    const controllers = this.#controllers
    if (controllers === undefined) return
    this.#controllers = undefined
    // Not in the middle of a goodbye: listeners may close the server once more, or answer their calls.
    queueMicrotask(() => {
      for (const controller of controllers) controller.abort(reason)
    })
  }
}
