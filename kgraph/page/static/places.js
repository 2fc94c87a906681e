/* Where entities go that were not there at the beginning. */

const APART = { x: 96, y: 52 };

/** A place for each newcomer around a centre, in rings, where nobody stands yet.
    `taken` are the places [x, y] of all who stand; the newcomers' are added to it. */
function placesAround(centre, count, taken) {
  const found = [];
  for (let ring = 1; found.length < count && ring < 200; ring += 1) {
    const radius = 40 + ring * 70;
    const seats = Math.max(6, Math.floor((2 * Math.PI * radius) / 110));
    for (let seat = 0; seat < seats && found.length < count; seat += 1) {
      const angle = (2 * Math.PI * (seat + (ring % 2) / 2)) / seats;
      const place = [centre[0] + 1.25 * radius * Math.cos(angle), centre[1] + radius * Math.sin(angle)];
      if (!isFree(place, taken)) continue;
      found.push(place);
      taken.push(place);
    }
  }
  while (found.length < count) found.push(centre);
  return found;
}

function isFree(place, taken) {
  return !taken.some(([x, y]) => Math.abs(x - place[0]) < APART.x && Math.abs(y - place[1]) < APART.y);
}

/** The middle of some places, or the right-hand edge of all others where there are none. */
function middle(places, all) {
  if (places.length) {
    return [0, 1].map((axis) => places.reduce((sum, place) => sum + place[axis], 0) / places.length);
  }
  if (!all.length) return [0, 0];
  const right = Math.max(...all.map((place) => place[0]));
  const heights = all.map((place) => place[1]);
  return [right + 2.5 * APART.x, (Math.min(...heights) + Math.max(...heights)) / 2];
}
