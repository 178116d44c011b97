import { describe, expect, it } from 'vitest'
import { preferred } from '../../../../runtime/client/balance/priority.js'

const near = { url: 'tcp://near:1', priority: 0 }
const nearToo = { url: 'tcp://near:2', priority: 0 }
const far = { url: 'tcp://far:1', priority: 5 }
const none = () => false

describe('preferred', () => {
  it('keeps those of the lowest number', () => {
    expect(preferred([far, near, nearToo], none)).toEqual([near, nearToo])
  })

  it('falls back to the next number when the lowest has none, or only ejected ones', () => {
    expect(preferred([far], none)).toEqual([far])
    expect(preferred([far, near], (url) => url === near.url)).toEqual([far])
  })

  it('leaves out what is ejected while others of the number are there', () => {
    expect(preferred([far, near, nearToo], (url) => url === near.url)).toEqual([nearToo])
  })

  it('uses ejected ones when there are no others', () => {
    expect(preferred([far, near], () => true)).toEqual([near])
  })

  it('has none when none is connected', () => {
    expect(preferred([], none)).toEqual([])
  })
})
