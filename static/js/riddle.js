// @ts-check
/**
 * The server's riddle after many wrong codes (`privacy/work.py`): about a second of work, in slices that leave the page
 * its turn. SHA-256 is written out: WebCrypto is missing over plain http, and slower for so little at a time.
 */

const PARTS = 16;
const ZERO_BITS = 13;
const SLICE = 12; // milliseconds
const BLOCK = 64;

// Read at places that are surely there, which the checker of types cannot know.
const ROUNDS = /** @type {any} */ (new Int32Array(64));
const START = /** @type {any} */ (new Int32Array(8));
const words = /** @type {any} */ (new Int32Array(64));
constants();

/** @param {string} riddle @returns {Promise<string>} the answer to hand in with it */
export async function solve(riddle) {
  const seed = riddle.split(".")[0];
  const numbers = [];
  let pause = performance.now() + SLICE;
  for (let part = 0; part < PARTS; part++) {
    let number = 0;
    while (firstWord(`${seed}:${part}:${number}`) >>> (32 - ZERO_BITS) !== 0) {
      number++;
      if (number % 64 === 0 && performance.now() > pause) {
        await turn();
        pause = performance.now() + SLICE;
      }
    }
    numbers.push(number);
  }
  return numbers.join(",");
}

function turn() {
  return new Promise((resume) => setTimeout(resume, 0));
}

/** The first 32 bits of the SHA-256 of fewer than 56 letters of ASCII (FIPS 180-4). @param {string} text */
export function firstWord(text) {
  fill(text);
  for (let t = 16; t < BLOCK; t++) {
    const x = words[t - 15], y = words[t - 2];
    const low = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
    const high = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
    words[t] = (words[t - 16] + low + words[t - 7] + high) | 0;
  }
  return (START[0] + mixed()) >>> 0;
}

/** One block: the text, a one, zeros, and its length in bits. @param {string} text */
function fill(text) {
  words.fill(0, 0, 16);
  for (let at = 0; at < text.length; at++) words[at >> 2] |= text.charCodeAt(at) << (24 - 8 * (at & 3));
  words[text.length >> 2] |= 0x80 << (24 - 8 * (text.length & 3));
  words[15] = text.length * 8;
}

function mixed() {
  let [a, b, c, d, e, f, g, h] = START;
  for (let t = 0; t < BLOCK; t++) {
    const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const one = (h + s1 + ((e & f) ^ (~e & g)) + ROUNDS[t] + words[t]) | 0;
    const two = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g, g = f, f = e, e = (d + one) | 0, d = c, c = b, b = a, a = (one + two) | 0;
  }
  return a;
}

/** The first bits of the fractions of the roots of the first primes: cube roots for the rounds, square for the start. */
function constants() {
  let found = 0;
  for (let candidate = 2; found < 64; candidate++) {
    if (!isPrime(candidate)) continue;
    if (found < 8) START[found] = fraction(Math.sqrt(candidate));
    ROUNDS[found++] = fraction(Math.cbrt(candidate));
  }
}

/** @param {number} number */
function isPrime(number) {
  for (let by = 2; by * by <= number; by++) if (number % by === 0) return false;
  return true;
}

/** @param {number} root */
function fraction(root) {
  return ((root - Math.floor(root)) * 0x100000000) | 0;
}
