import { startPostgres } from './server.ts'

// Holds a server for the process that forked it, and ends it when that one ends, killed or not.
const server = await startPostgres({ durable: false })
process.on('disconnect', () => void server.stop().then(() => process.exit(0)))
process.send!(server.url)
