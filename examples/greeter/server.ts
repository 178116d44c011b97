import { createServer } from 'trunkline'
import { Greeter } from './gen/greeter.js'

const server = createServer()

server.add(Greeter, {
  async greet({ name }) {
    if (name === 'Mallory') throw Greeter.errors.Banned({ until: new Date('2030-01-01T00:00:00Z') })
    return { text: `Hello, ${name}!` }
  },
  // The signal ends the wait when the caller gives up, so that nothing goes on for nobody.
  async sleep({ ms }, call) {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms)
      call.signal.addEventListener('abort', () => {
        clearTimeout(timer)
        resolve()
      })
    })
    return {}
  },
})

console.log(await server.listen('tcp://127.0.0.1:0'))
process.once('SIGTERM', () => server.close())
