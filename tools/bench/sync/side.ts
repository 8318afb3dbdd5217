import { type BenchPlace, sides } from './sides.ts'

// One side in a separate process, so that its memory can be measured.
const [name, place] = process.argv.slice(2) as [keyof typeof sides, string]
const ms = await sides[name](JSON.parse(place) as BenchPlace)
process.send!({ ms, peakMb: process.resourceUsage().maxRSS / 1_024 })
process.disconnect()
