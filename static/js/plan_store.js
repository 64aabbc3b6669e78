// @ts-check
/**
 * Where a plan lies on the phone: one database, one record, replaced as a whole, so that a tab that is killed in the
 * middle leaves the old one or the new one. Everything here is on this phone; nothing here can send.
 *
 * @typedef {import("./plan_merge.js").Plan} Plan
 * @typedef {import("./plan_lock.js").Sealed} Sealed
 * @typedef {import("./plan_lock.js").Letter} Letter
 * @typedef {{turn: number, slot: string, plan: Plan | null, sealed: Sealed | null}} Held `turn` rises with every writing
 * @typedef {{text: string, notes: string[]}} Kept
 */

export const NAME = "notes";
const RECORD = "record";
const TRAY = "tray";

/** What each version of the database adds to the one before. Never change a step: add one. @type {((db: IDBDatabase) => void)[]} */
export const STEPS = [
  (db) => {
    db.createObjectStore(RECORD);
    db.createObjectStore(TRAY, { autoIncrement: true });
  },
];

/**
 * Opens the database, and brings it up to date.
 * @param {{gone?: () => void, newer?: () => void}} [told] another page has wiped it; another page needs a newer version
 * @param {typeof STEPS} [steps]
 */
export async function openStore(told = {}, steps = STEPS) {
  const db = await opened(indexedDB.open(NAME, steps.length), (fresh, from) => steps.slice(from).forEach((step) => step(fresh)));
  let closed = false;
  const close = () => {
    closed = true;
    db.close();
  };
  db.onversionchange = ({ newVersion }) => {
    close();
    (newVersion === null ? told.gone : told.newer)?.();
  };
  db.onclose = () => (closed = true);

  /** @param {"readonly" | "readwrite"} mode @param {(record: IDBObjectStore, tray: IDBObjectStore) => () => any} work */
  function run(mode, work) {
    return new Promise((resolve, reject) => {
      const turn = db.transaction([RECORD, TRAY], mode, { durability: "strict" });
      const result = work(turn.objectStore(RECORD), turn.objectStore(TRAY));
      turn.oncomplete = () => resolve(result());
      turn.onabort = turn.onerror = () => reject(turn.error ?? new Error("The writing was stopped."));
    });
  }

  return {
    close,
    get closed() {
      return closed;
    },
    /** @returns {Promise<Held | null>} */
    read: () => run("readonly", (record) => {
      const asked = record.get(1);
      return () => asked.result ?? null;
    }),
    /**
     * Puts `held` in the place of the record of `turn` (0: there is none), and takes `read` out of the tray. False, and
     * nothing is done, when another page has written since.
     * @param {number} turn @param {Held} held @param {IDBValidKey[]} [read] @returns {Promise<boolean>}
     */
    swap: (turn, held, read = []) => run("readwrite", (record, tray) => {
      let done = false;
      const asked = record.get(1);
      asked.onsuccess = () => {
        if ((asked.result?.turn ?? 0) !== turn) return;
        done = true;
        record.put(held, 1);
        for (const key of read) tray.delete(key);
      };
      return () => done;
    }),
    /** What was dropped in since the plan was last written. @returns {Promise<{key: IDBValidKey, value: Kept | Letter}[]>} */
    tray: () => run("readonly", (_, tray) => {
      const [keys, values] = [tray.getAllKeys(), tray.getAll()];
      return () => keys.result.map((key, place) => ({ key, value: values.result[place] }));
    }),
    /** Puts something in the tray, unless the plan's slot is another by now. @param {Kept | Letter} value @param {string} slot @returns {Promise<boolean>} */
    drop: (value, slot) => run("readwrite", (record, tray) => {
      let done = false;
      const asked = record.get(1);
      asked.onsuccess = () => {
        done = (asked.result?.slot ?? "") === slot;
        if (done) tray.add(value);
      };
      return () => done;
    }),
    /** Throws when the phone has no room for about as much as a plan needs. @returns {Promise<void>} */
    probe: () => run("readwrite", (record) => {
      record.put("0".repeat(200_000), "probe");
      record.delete("probe");
      return () => undefined;
    }),
    /** Takes everything out. @returns {Promise<void>} */
    empty: () => run("readwrite", (record, tray) => {
      record.clear();
      tray.clear();
      return () => undefined;
    }),
  };
}

/** @typedef {Awaited<ReturnType<typeof openStore>>} Store */

/** Whether there is a plan on this phone, or something kept for one. Looking leaves nothing behind. */
export async function hasPlan() {
  try {
    const db = await opened(indexedDB.open(NAME), (_, from, turn) => from === 0 && turn.abort());
    const names = [...db.objectStoreNames];
    const counts = await Promise.all(names.map((name) => counted(db, name)));
    db.close();
    return counts.some((count) => count > 0);
  } catch {
    return false;
  }
}

/** Takes the plan off this phone: emptied first, so that an old page that is still open cannot hold it back. */
export async function wipe() {
  try {
    const store = await openStore();
    await store.empty();
    store.close();
  } catch {
    // A newer database, or none: it goes as a whole.
  }
  await new Promise((resolve) => {
    const asked = indexedDB.deleteDatabase(NAME);
    asked.onsuccess = asked.onerror = asked.onblocked = resolve;
  });
}

/** @param {IDBDatabase} db @param {string} name @returns {Promise<number>} */
function counted(db, name) {
  return new Promise((resolve) => {
    const asked = db.transaction(name).objectStore(name).count();
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => resolve(0);
  });
}

/**
 * @param {IDBOpenDBRequest} asked @param {(db: IDBDatabase, from: number, turn: IDBTransaction) => void} grow
 * @returns {Promise<IDBDatabase>}
 */
function opened(asked, grow) {
  return new Promise((resolve, reject) => {
    asked.onupgradeneeded = ({ oldVersion }) => grow(asked.result, oldVersion, /** @type {IDBTransaction} */ (asked.transaction));
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}
