import { type EnginePlace, openEngine, openThings } from './engine-place.ts'

// A worker in a separate process, to be killed at any moment.
const [origin, place] = process.argv.slice(2) as [string, string]
const engine = await openEngine(JSON.parse(place) as EnginePlace)
await engine.work({ open: openThings(origin), onTrouble: (error) => console.error(error) })
process.on('disconnect', () => process.exit(0))
process.send!('works')
