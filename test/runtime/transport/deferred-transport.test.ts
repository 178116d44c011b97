import { describe, expect, it } from 'vitest'
import { DeferredTransport } from '../../../runtime/transport/deferred-transport.js'
import type { Transport, TransportHandler } from '../../../runtime/transport/transport.js'

function deferred() {
  const log: string[] = []
  const handler: TransportHandler = {
    onData: (chunk) => log.push(`data ${chunk.length}`),
    onDrain: () => log.push('drain'),
    onEnd: () => log.push('end'),
    onClose: (error) => log.push(`close ${error?.message}`),
  }
  const transport = new DeferredTransport('tls://a:1', handler, () => log.push('abandoned'))
  return { log, transport }
}

/** A transport that writes down what it is told. */
function recorder(log: string[]): Transport {
  return {
    address: 'inner',
    identityFault: 'no certificate',
    hasRoom: true,
    waitingBytes: 7,
    write: (bytes) => {
      log.push(`write ${bytes.length}`)
      return false
    },
    pause: () => log.push('pause'),
    resume: () => log.push('resume'),
    end: () => log.push('end'),
    destroy: (error) => log.push(`destroy ${error?.message}`),
  }
}

const turn = () => new Promise((resolve) => setImmediate(resolve))

describe('a transport that is not there yet', () => {
  it('takes nothing, and has room for nothing', () => {
    const { transport } = deferred()
    expect([transport.address, transport.hasRoom, transport.waitingBytes]).toEqual([
      'tls://a:1',
      false,
      0,
    ])
    expect(transport.identity ?? transport.identityFault).toBeUndefined()
    for (const act of ['pause', 'resume'] as const) transport[act]()
    expect(transport.write(new Uint8Array(1))).toBe(true)
  })

  it('is then whatever was made for it', () => {
    const { transport, log } = deferred()
    transport.settle(() => recorder(log))
    expect([transport.hasRoom, transport.waitingBytes, transport.identityFault]).toEqual([
      true,
      7,
      'no certificate',
    ])
    expect(transport.write(new Uint8Array(3))).toBe(false)
    for (const act of ['pause', 'resume', 'end', 'destroy'] as const) transport[act]()
    transport.fail(new Error('too late'))
    expect(log).toEqual(['write 3', 'pause', 'resume', 'end', 'destroy undefined'])
  })

  it('that never will be says so once, and makes nothing afterwards', async () => {
    const { transport, log } = deferred()
    transport.fail(new Error('no certificate'))
    transport.fail(new Error('again'))
    transport.settle(() => {
      throw new Error('made all the same')
    })
    transport.destroy()
    await turn()
    expect(log).toEqual(['close no certificate'])
  })

  for (const act of ['end', 'destroy'] as const) {
    it(`is given up by ${act}(), and closes in a later turn`, async () => {
      const { transport, log } = deferred()
      transport[act]()
      transport.destroy()
      expect(log).toEqual(['abandoned'])
      transport.fail(new Error('too late'))
      await turn()
      expect(log).toEqual(['abandoned', 'close undefined'])
    })
  }
})
