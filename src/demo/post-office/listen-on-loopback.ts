// Both doors listen on 127.0.0.1 and nowhere else: on the customary port where it is free, else on any free one.
import type { Server } from 'node:net'

export async function listenOnLoopback(server: Server, wanted: number): Promise<number> {
  try {
    return await listen(server, wanted)
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code !== 'EADDRINUSE' && code !== 'EACCES') throw error
    return listen(server, 0)
  }
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      server.removeListener('error', reject)
      const address = server.address()
      if (address === null || typeof address === 'string') reject(new Error('The server listens on no port'))
      else resolve(address.port)
    })
  })
}
