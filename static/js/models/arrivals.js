/** Arrivals by five minutes: the server names only those in which somebody came. */

/** @typedef {[number, number]} Bucket start and count */
/** @typedef {{startsAt: number, endsAt: number}} Stretch first bucket's start, last bucket's end */

const SHORTEST_MS = 2 * 3_600_000;
const LONGEST_MS = 16 * 3_600_000;

/**
 * What to draw: from the first arrival until now, two hours at the least.
 * @param {Bucket[]} buckets in order
 * @param {number} bucketMs
 * @param {number} now
 * @returns {Stretch}
 */
export function chooseStretch(buckets, bucketMs, now) {
  const endsAt = (Math.floor(Math.max(now, buckets.at(-1)?.[0] ?? 0) / bucketMs) + 1) * bucketMs;
  const first = Math.min(buckets[0]?.[0] ?? endsAt, endsAt - SHORTEST_MS);
  return { startsAt: Math.max(first, endsAt - LONGEST_MS), endsAt };
}

/**
 * The count of every bucket of a stretch, the empty ones too.
 * @param {Bucket[]} buckets
 * @param {number} bucketMs
 * @param {Stretch} stretch
 * @returns {Bucket[]}
 */
export function fillBuckets(buckets, bucketMs, { startsAt, endsAt }) {
  const counts = new Map(buckets);
  const length = Math.max(0, Math.round((endsAt - startsAt) / bucketMs));
  return Array.from({ length }, (_, n) => {
    const at = startsAt + n * bucketMs;
    return [at, counts.get(at) ?? 0];
  });
}

/**
 * How many came since `from`.
 * @param {Bucket[]} buckets
 * @param {number} from
 * @returns {number}
 */
export function countSince(buckets, from) {
  return buckets.reduce((sum, [at, count]) => (at >= from ? sum + count : sum), 0);
}

/**
 * SVG path data of small bars, one unit wide each and `height` high at `most`.
 * @param {Bucket[]} filled
 * @param {number} most
 * @param {number} height
 * @returns {string}
 */
export function drawBars(filled, most, height) {
  return filled
    .map(([, count], n) => [n, (count / Math.max(1, most)) * height])
    .filter(([, tall]) => tall > 0)
    .map(([n, tall]) => `M${n} ${height}v-${tall.toFixed(2)}h.8v${tall.toFixed(2)}z`)
    .join("");
}
