import { type BenchPlace, sides } from './sides.ts'

// One side in a process of its own, so that its memory is its own.
const [name, place] = process.argv.slice(2) as [keyof typeof sides, string]
const ms = await sides[name](JSON.parse(place) as BenchPlace)
process.send!({ ms, peakMb: process.resourceUsage().maxRSS / 1_024 })
process.disconnect()
