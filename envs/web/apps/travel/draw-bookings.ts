import type { Rng } from '../../../../core/index.ts'
import { addDays, TODAY } from './days.ts'
import { CARDS } from './draw-wishes.ts'
import type { Fare, TripBooking } from './model.ts'
import { PLACES } from './places.ts'
import { legPrice } from './prices.ts'
import { FARES, type Timetable } from './timetable.ts'

/** Three flights the user has booked before, to different cities. */
export function drawBookings(
  rng: Rng,
  timetable: Timetable,
  user: string,
  fareOf: (at: number) => Fare = () => rng.pick(FARES.flight),
): readonly TripBooking[] {
  const codes = rng.shuffle(PLACES.map(({ code }) => code))
  const [home = '', ...others] = codes
  return others.slice(0, 3).map((to, at) => {
    const day = addDays(TODAY, rng.int(8, 60))
    const trip = rng.pick(timetable.trips('flight', home, to, day))
    const passengers = [{ name: user, child: false }]
    const fare = fareOf(at)
    return {
      ...{ ref: refOf(rng), kind: 'trip', passengers },
      legs: [{ trip, fare, seats: [null] }],
      ...{ meal: 'Standard', loyalty: '', card: CARDS[0] },
      total: legPrice(trip, fare, passengers),
      ...{ status: 'confirmed', fees: 0 },
    }
  })
}

/** As QX4T7M, without letters that look like digits. */
export const refOf = (rng: Rng): string =>
  Array.from({ length: 6 }, () => rng.pick([...'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'])).join('')
