/**
 * Deadlines for any number of entries: adding, moving and removing one costs the same with ten as with a million.
 *
 * A hierarchical timing wheel (Varghese and Lauck, 1987) with intrusive lists: the entries are the list, so an entry
 * costs no allocation. Four levels of 256 slots; a slot of the first is `tickMs` wide, of each next 256 times as wide.
 * Pure: the clock tells it the time.
 */

const levels = 4
const slotsPerLevel = 256

/** In ticks: 198 days; later times are treated as this far away. */
const maxDistance = slotsPerLevel ** levels - 1

/** Entries fire at the first tick boundary at or after their time: never early, at most this late. */
export const tickMs = 4

/** Something that happens at a time. Belongs to at most one wheel. */
export abstract class TimerEntry {
  /** Milliseconds on the clock's scale, rounded up: V8 keeps a whole number in the entry, and gives any other 16 bytes of its own. */
  dueAt = 0
  /** Neighbours in a slot's ring; undefined while not scheduled. Only the wheel touches them. */
  nextEntry: TimerEntry | undefined = undefined
  previousEntry: TimerEntry | undefined = undefined

  get scheduled(): boolean {
    return this.nextEntry !== undefined
  }

  /** Its time has come; it is no longer scheduled and may be scheduled again. Must not throw. */
  abstract onDue(): void
}

class Slot extends TimerEntry {
  override onDue(): void {}
}

export class TimerWheel {
  #slots: (Slot | undefined)[] = new Array(levels * slotsPerLevel).fill(undefined)
  #tick = 0
  /** How many entries are scheduled. */
  count = 0

  constructor(now: number) {
    this.#tick = Math.floor(now / tickMs)
  }

  /** Schedules an entry that is not scheduled. A time in the past is due at the next tick. */
  add(entry: TimerEntry, dueAt: number): void {
    entry.dueAt = Math.ceil(dueAt)
    this.count++
    this.#place(entry, this.#tick + 1)
  }

  /** Does nothing for an entry that is not scheduled. */
  remove(entry: TimerEntry): void {
    const { nextEntry, previousEntry } = entry
    if (nextEntry === undefined || previousEntry === undefined) return
    previousEntry.nextEntry = nextEntry
    nextEntry.previousEntry = previousEntry
    entry.nextEntry = undefined
    entry.previousEntry = undefined
    this.count--
  }

  /** Calls `onDue` of every entry whose time is at or before `now`, in the order of their ticks. */
  advance(now: number): void {
    const target = Math.floor(now / tickMs)
    while (this.#tick < target) {
      if (this.count === 0) {
        this.#tick = target
        return
      }
      this.#tick++
      // From the top, so that an entry can fall through several levels at once.
      for (let level = levels - 1; level > 0; level--) {
        if (this.#tick % slotsPerLevel ** level === 0) this.#cascade(level)
      }
      this.#fire(this.#slots[this.#tick % slotsPerLevel])
    }
  }

  /**
   * When to call `advance` next: no entry is due earlier. Looks at no more than the first level's slots.
   * Returns Infinity when nothing is scheduled.
   */
  nextWake(): number {
    if (this.count === 0) return Number.POSITIVE_INFINITY
    for (let ahead = 1; ahead <= slotsPerLevel; ahead++) {
      const tick = this.#tick + ahead
      const slot = this.#slots[tick % slotsPerLevel]
      const occupied = slot !== undefined && slot.nextEntry !== slot
      // A boundary of the second level is a wake as well: entries of higher levels come down there.
      if (occupied || tick % slotsPerLevel === 0) return tick * tickMs
    }
    return (this.#tick + slotsPerLevel) * tickMs
  }

  /** Puts an entry where the wheel passes at its tick, but no sooner than `earliest`. */
  #place(entry: TimerEntry, earliest: number): void {
    const due = Math.min(
      Math.max(Math.ceil(entry.dueAt / tickMs), earliest),
      this.#tick + maxDistance,
    )
    const distance = due - this.#tick
    let level = 0
    let unit = 1
    while (distance >= unit * slotsPerLevel) {
      level++
      unit *= slotsPerLevel
    }
    const slot = this.#slot(level, Math.floor(due / unit) % slotsPerLevel)
    const last = slot.previousEntry as TimerEntry // because a slot is always a closed ring
    last.nextEntry = entry
    entry.previousEntry = last
    entry.nextEntry = slot
    slot.previousEntry = entry
  }

  #slot(level: number, index: number): Slot {
    const at = level * slotsPerLevel + index
    const existing = this.#slots[at]
    if (existing !== undefined) return existing
    const slot = new Slot()
    slot.nextEntry = slot
    slot.previousEntry = slot
    this.#slots[at] = slot
    return slot
  }

  /** Moves the entries of a higher level's current slot down to where they now belong. */
  #cascade(level: number): void {
    const index = Math.floor(this.#tick / slotsPerLevel ** level) % slotsPerLevel
    const slot = this.#slots[level * slotsPerLevel + index]
    if (slot === undefined) return
    let entry = slot.nextEntry
    slot.nextEntry = slot
    slot.previousEntry = slot
    while (entry !== undefined && entry !== slot) {
      const next: TimerEntry | undefined = entry.nextEntry
      this.#place(entry, this.#tick)
      entry = next
    }
  }

  #fire(slot: Slot | undefined): void {
    if (slot === undefined) return
    // One by one, because an entry's onDue may remove others of this slot.
    for (
      let entry = slot.nextEntry;
      entry !== undefined && entry !== slot;
      entry = slot.nextEntry
    ) {
      this.remove(entry)
      entry.onDue()
    }
  }
}
