/**
 * The service worker: keeps the page itself (not the figures, which the page keeps with their age) on the phone, so that
 * it opens at once and without a network. Every build has another VERSION, so a new page replaces the old one as a whole.
 */
declare const VERSION: string;
declare const FILES: readonly string[];

interface WorkerEvent extends Event {
  waitUntil(work: Promise<unknown>): void;
}

interface FetchEvent extends WorkerEvent {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}

interface Worker {
  skipWaiting(): Promise<void>;
  readonly clients: { claim(): Promise<void> };
  addEventListener(type: "install" | "activate", listener: (event: WorkerEvent) => void): void;
  addEventListener(type: "fetch", listener: (event: FetchEvent) => void): void;
}

const worker = globalThis as unknown as Worker;
const CACHE = `tuoi-${VERSION}`;

worker.addEventListener("install", (event) => {
  event.waitUntil(
    caches
      .open(CACHE)
      .then((cache) => cache.addAll(FILES.map((file) => new Request(file, { cache: "reload" }))))
      .then(() => worker.skipWaiting()),
  );
});

worker.addEventListener("activate", (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name))))
      .then(() => worker.clients.claim()),
  );
});

worker.addEventListener("fetch", (event) => {
  const { pathname, origin } = new URL(event.request.url);
  // `/` is the page itself; lots, API and everything else belong to the server
  if (event.request.method !== "GET" || origin !== location.origin || !FILES.includes(pathname)) {
    return;
  }
  event.respondWith(caches.match(pathname).then((kept) => kept ?? fetch(event.request)));
});
