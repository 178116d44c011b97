/** A service with streams over a real socket, served by the side that listens or by the side that dialled. */

import {
  type Channel,
  createServer,
  type LimitName,
  type Peer,
  type Server,
} from '../../runtime/index.js'
import { Lines, useRigs } from '../support/rig.js'
import {
  Device,
  Streams,
  type StreamsClient,
  type StreamsHandlers,
  streamsHandlers,
} from '../support/stream-service.js'

export const directions = ['client calls server', 'server calls client'] as const
export type Direction = (typeof directions)[number]

export interface StreamsRig {
  readonly client: StreamsClient
  readonly server: Server
  readonly channel: Channel
  /** What the side that serves has logged. */
  readonly log: Lines
}

export interface StreamsRigOptions {
  readonly limits?: { readonly [Name in LimitName]?: number }
}

export function useStreams() {
  const { own, channelTo } = useRigs()

  const start = async (
    handlers: Partial<StreamsHandlers> = {},
    direction: Direction = 'client calls server',
    { limits = {} }: StreamsRigOptions = {},
  ): Promise<StreamsRig> => {
    const log = new Lines()
    let join: (peer: Peer) => void
    const joined = new Promise<Peer>((resolve) => {
      join = resolve
    })
    const server = own(
      createServer({ logger: log, limits, onPeerJoin: (peer) => join(peer) }),
      (one) => one.close(),
    )
    server.add(Streams, streamsHandlers(handlers))
    const url = await server.listen('tcp://127.0.0.1:0')
    const channel = channelTo(url, { logger: log, limits })
    channel.add(Device, streamsHandlers(handlers))
    await channel.ready()
    const client =
      direction === 'client calls server' ? channel.client(Streams) : (await joined).client(Device)
    return { client, server, channel, log }
  }

  return { start, own, channelTo }
}
