// @ts-check
/** Fetch with an end: a request that hangs is a request that failed. */

const LONGEST = 8000;

/**
 * Asks the server. A redirect is not followed: it comes back with status 0.
 * @param {string} url
 * @param {RequestInit} [options]
 * @returns {Promise<Response>} rejects without a network, or after 8 seconds
 */
export async function request(url, options = {}) {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), LONGEST);
  try {
    return await fetch(url, {
      cache: "no-store", credentials: "same-origin", redirect: "manual", signal: patience.signal, ...options,
    });
  } finally {
    clearTimeout(timer);
  }
}

/** The JSON of an answer, or an empty object where there is none. @param {Response} answer @returns {Promise<any>} */
export async function told(answer) {
  try {
    return await answer.json();
  } catch {
    return {};
  }
}

/** @param {number} ms */
export function pause(ms) {
  return new Promise((resume) => setTimeout(resume, ms));
}
