import { describe, expect, it } from 'vitest'
import { note } from '../support/note-service.js'
import { failure, useRigs } from '../support/rig.js'

const { start } = useRigs()

describe('a request with a getter', () => {
  it('is sent whole although the getter makes calls itself, and these end as well', async () => {
    const { client } = await start()
    await client.echo(note('connected'))
    const inner: Promise<string>[] = []
    const request = {
      ...note(),
      get text() {
        inner.push(client.quick(note('inner')).then(() => 'answered', String))
        return 'outer'
      },
    }
    // Checks read it before there is a frame; what is encoded reads it in the middle of one.
    expect(await client.echo(request)).toEqual(note('outer'))
    expect(inner.length).toBeGreaterThanOrEqual(2)
    expect(new Set(await Promise.all(inner))).toEqual(
      new Set(['answered', expect.stringContaining('uses the connection that sends it')]),
    )
    expect(await client.echo(note('still here'))).toEqual(note('still here'))
  })

  it('is not sent when the getter throws while it is encoded', async () => {
    const { client } = await start()
    await client.echo(note('connected'))
    let reads = 0
    const request = {
      ...note(),
      get text(): string {
        if (++reads > 1) throw new Error('not twice')
        return 'once'
      },
    }
    const error = await failure(client.echo(request))
    expect(error).toMatchObject({ code: 'INVALID_ARGUMENT', outcome: 'not-sent' })
    expect(await client.echo(note('still here'))).toEqual(note('still here'))
  })
})
